import Foundation

/// Deletes a collection; its runs stay readable.
public struct DeleteCollection: Command {
  public static let type = MessageType.collectionDelete
  public var collectionID: UUID
  public var requestedBy: String

  public init(collectionID: UUID, requestedBy: String) {
    self.collectionID = collectionID
    self.requestedBy = requestedBy
  }
}
