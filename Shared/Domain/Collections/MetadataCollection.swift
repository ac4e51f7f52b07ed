import Foundation
import JSON

/// A named handle on one endpoint that owns a schedule and a scope, and to which runs belong.
public struct MetadataCollection: Sendable, Codable, Equatable {
  public var id: UUID
  public var endpointID: UUID
  /// Unique among the live collections of its endpoint.
  public var name: String
  public var isEnabled: Bool
  /// Nil: manual only.
  public var schedule: Schedule?
  public var filters: JSONValue?
  public var createdAt: Date
  public var updatedAt: Date
  public var deletedAt: Date?

  public var isDeleted: Bool { deletedAt != nil }

  /// The name of the collection that every endpoint starts with.
  public static let defaultName = "default"

  public init(
    id: UUID, endpointID: UUID, name: String, isEnabled: Bool, schedule: Schedule?, filters: JSONValue?,
    createdAt: Date, updatedAt: Date, deletedAt: Date?
  ) {
    self.id = id
    self.endpointID = endpointID
    self.name = name
    self.isEnabled = isEnabled
    self.schedule = schedule
    self.filters = filters
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.deletedAt = deletedAt
  }
}
