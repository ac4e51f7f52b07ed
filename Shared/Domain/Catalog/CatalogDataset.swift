import Foundation
import JSON

/// A dataset as the catalog holds it.
public struct CatalogDataset: Sendable, Codable, Equatable {
  public var id: UUID
  public var endpointID: UUID
  public var found: DiscoveredDataset
  public var collectedAt: Date
  public var lastRunID: UUID?
  /// A complete collection did not see it any more.
  public var isStale: Bool
  /// When it was marked stale; nil also where that was not recorded.
  public var staleSince: Date?
  /// The collection that did not see it.
  public var staleRunID: UUID?

  public init(
    id: UUID, endpointID: UUID, found: DiscoveredDataset, collectedAt: Date, lastRunID: UUID?, isStale: Bool,
    staleSince: Date? = nil, staleRunID: UUID? = nil
  ) {
    self.id = id
    self.endpointID = endpointID
    self.found = found
    self.collectedAt = collectedAt
    self.lastRunID = lastRunID
    self.isStale = isStale
    self.staleSince = staleSince
    self.staleRunID = staleRunID
  }
}
