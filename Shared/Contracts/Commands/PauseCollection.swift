import Foundation

/// Holds the schedule of a collection: no fire becomes a run until it is resumed. Manual triggers go on.
public struct PauseCollection: Command {
  public static let type = MessageType.collectionPause
  public var collectionID: UUID
  public var requestedBy: String
  /// Kept with the schedule and shown beside the pause.
  public var note: String?

  public init(collectionID: UUID, requestedBy: String, note: String? = nil) {
    self.collectionID = collectionID
    self.requestedBy = requestedBy
    self.note = note
  }
}
