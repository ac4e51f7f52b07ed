import Foundation

/// Makes a key of the API. The gateway has made the key itself and keeps nothing of it; all others see its digest.
public struct CreateAPIKey: Command {
  public static let type = MessageType.apiKeyCreate
  /// Chosen by the gateway, since it is part of the key's text.
  public var id: UUID
  public var requestedBy: String
  public var name: String
  /// As the API spells it.
  public var role: String
  /// SHA-256 of the key's text, in lower-case hex.
  public var digest: String
  public var expiresAt: Date?

  public init(
    id: UUID, requestedBy: String, name: String, role: String, digest: String, expiresAt: Date? = nil
  ) {
    self.id = id
    self.requestedBy = requestedBy
    self.name = name
    self.role = role
    self.digest = digest
    self.expiresAt = expiresAt
  }
}
