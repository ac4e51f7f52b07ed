import Foundation

/// Makes a key of the API open nothing any more. Revoking it again changes nothing.
public struct RevokeAPIKey: Command {
  public static let type = MessageType.apiKeyRevoke
  public var id: UUID
  public var requestedBy: String

  public init(id: UUID, requestedBy: String) {
    self.id = id
    self.requestedBy = requestedBy
  }
}
