import Foundation

/// Makes the runs of a schedule for times in a range, one after another, behind the runs of today.
public struct BackfillCollection: Command {
  public static let type = MessageType.collectionBackfill
  public var collectionID: UUID
  public var requestedBy: String
  /// Included.
  public var from: Date
  /// Excluded.
  public var to: Date

  public init(collectionID: UUID, requestedBy: String, from: Date, to: Date) {
    self.collectionID = collectionID
    self.requestedBy = requestedBy
    self.from = from
    self.to = to
  }
}
