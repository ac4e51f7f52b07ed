import Foundation

/// Lets a paused schedule fire again, from its next planned time on: what was planned during the pause is over.
public struct ResumeCollection: Command {
  public static let type = MessageType.collectionResume
  public var collectionID: UUID
  public var requestedBy: String
  /// Why, for the audit log.
  public var note: String?

  public init(collectionID: UUID, requestedBy: String, note: String? = nil) {
    self.collectionID = collectionID
    self.requestedBy = requestedBy
    self.note = note
  }
}
