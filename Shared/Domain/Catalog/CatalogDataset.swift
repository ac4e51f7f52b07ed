import Foundation
import JSON

/// A dataset as the catalog holds it.
public struct CatalogDataset: Sendable, Codable, Equatable {
  public var id: UUID
  public var endpointID: UUID
  public var found: DiscoveredDataset
  public var collectedAt: Date
  public var lastRunID: UUID?
  public var isStale: Bool

  public init(
    id: UUID, endpointID: UUID, found: DiscoveredDataset, collectedAt: Date, lastRunID: UUID?, isStale: Bool
  ) {
    self.id = id
    self.endpointID = endpointID
    self.found = found
    self.collectedAt = collectedAt
    self.lastRunID = lastRunID
    self.isStale = isStale
  }
}
