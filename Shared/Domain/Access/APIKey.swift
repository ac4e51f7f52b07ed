import Foundation

/// A key of the API as it may be shown: everything but the key.
public struct APIKey: Sendable, Codable, Equatable {
  public var id: UUID
  /// For people; need not be unique.
  public var name: String
  public var role: Role
  public var createdAt: Date
  /// From then on the key opens nothing; nil: never.
  public var expiresAt: Date?
  public var revokedAt: Date?
  /// To about the minute, and only where the platform was up to note it.
  public var lastUsedAt: Date?

  public init(
    id: UUID, name: String, role: Role, createdAt: Date, expiresAt: Date? = nil, revokedAt: Date? = nil,
    lastUsedAt: Date? = nil
  ) {
    self.id = id
    self.name = name
    self.role = role
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.revokedAt = revokedAt
    self.lastUsedAt = lastUsedAt
  }
}
