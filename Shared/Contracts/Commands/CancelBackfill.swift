import Foundation

/// Ends a backfill: its queued run is cancelled, and no more follow.
public struct CancelBackfill: Command {
  public static let type = MessageType.backfillCancel
  /// The `batchId` of its runs.
  public var backfillID: UUID
  public var requestedBy: String

  public init(backfillID: UUID, requestedBy: String) {
    self.backfillID = backfillID
    self.requestedBy = requestedBy
  }
}
