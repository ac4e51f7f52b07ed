import Foundation

/// An endpoint or a collection was made, changed or deleted.
public struct ConfigurationEvent: Codable, Sendable, Equatable {
  public var endpointID: UUID
  /// Set for events about a collection.
  public var collectionID: UUID?
  public var at: Date

  public init(endpointID: UUID, collectionID: UUID? = nil, at: Date) {
    self.endpointID = endpointID
    self.collectionID = collectionID
    self.at = at
  }
}
