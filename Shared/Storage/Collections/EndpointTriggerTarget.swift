import Foundation

/// What a trigger that names no collection has to know of its endpoint.
public struct EndpointTriggerTarget: Sendable, Equatable {
  public var endpointID: UUID
  public var isEnabled: Bool
  public var isDeleted: Bool
  /// Whether it ever had a collection, deleted ones included.
  public var hadCollections: Bool
  /// The live collections, by name.
  public var collections: [TriggerTarget]

  public init(
    endpointID: UUID, isEnabled: Bool = true, isDeleted: Bool = false, hadCollections: Bool = true,
    collections: [TriggerTarget] = []
  ) {
    self.endpointID = endpointID
    self.isEnabled = isEnabled
    self.isDeleted = isDeleted
    self.hadCollections = hadCollections
    self.collections = collections
  }
}
