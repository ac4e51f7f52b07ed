import Foundation

/// What a stored key is checked against when somebody shows one.
public struct APIKeyCredential: Sendable, Equatable {
  public var id: UUID
  public var name: String
  public var role: Role
  public var expiresAt: Date?
  public var revokedAt: Date?
  /// SHA-256 of the key's text.
  private let digest: [UInt8]

  public init(
    id: UUID, name: String, role: Role, digest: [UInt8], expiresAt: Date? = nil, revokedAt: Date? = nil
  ) {
    self.id = id
    self.name = name
    self.role = role
    self.digest = digest
    self.expiresAt = expiresAt
    self.revokedAt = revokedAt
  }

  /// Whether the key was neither revoked nor has expired.
  public func isValid(at now: Date) -> Bool {
    revokedAt == nil && (expiresAt.map { now < $0 } ?? true)
  }

  /// Whether this is the digest of the key. Takes the same time wherever the two differ (S10).
  public func matches(digest other: some Collection<UInt8>) -> Bool {
    guard other.count == digest.count else { return false }
    return zip(digest, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

/// A digest opens nothing, but has no place in a log either.
extension APIKeyCredential: CustomReflectable, CustomStringConvertible {
  public var description: String { "API key \(id.uuidString.lowercased())" }
  public var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
