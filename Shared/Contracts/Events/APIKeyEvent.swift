import Foundation

/// A key of the API was made or revoked: whoever remembers it forgets it. Tells nothing but which one.
public struct APIKeyEvent: Codable, Sendable, Equatable {
  public var id: UUID

  public init(id: UUID) { self.id = id }
}
