import Foundation

/// Leaves the datasets of a pending change set as they are.
public struct RejectChangeSet: Command {
  public static let type = MessageType.changeSetReject
  public var changeSetID: UUID
  public var requestedBy: String
  /// Kept with the change set.
  public var note: String?

  public init(changeSetID: UUID, requestedBy: String, note: String? = nil) {
    self.changeSetID = changeSetID
    self.requestedBy = requestedBy
    self.note = note
  }
}
