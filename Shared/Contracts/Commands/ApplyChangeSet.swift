import Foundation

/// Marks the datasets of a pending change set stale, but for those that were seen since.
public struct ApplyChangeSet: Command {
  public static let type = MessageType.changeSetApply
  public var changeSetID: UUID
  public var requestedBy: String

  public init(changeSetID: UUID, requestedBy: String) {
    self.changeSetID = changeSetID
    self.requestedBy = requestedBy
  }
}
