import Foundation

/// What a trigger has to know of the collection it is for.
public struct TriggerTarget: Sendable, Equatable {
  public var collectionID: UUID
  public var endpointID: UUID
  public var name: String
  public var isEnabled: Bool
  public var isDeleted: Bool
  public var isEndpointEnabled: Bool

  public init(
    collectionID: UUID, endpointID: UUID, name: String, isEnabled: Bool = true, isDeleted: Bool = false,
    isEndpointEnabled: Bool = true
  ) {
    self.collectionID = collectionID
    self.endpointID = endpointID
    self.name = name
    self.isEnabled = isEnabled
    self.isDeleted = isDeleted
    self.isEndpointEnabled = isEndpointEnabled
  }
}
