import Domain
import Foundation

/// What one run found, on its way into the catalog.
public struct FoundCatalog: Sendable, Equatable {
  public var endpointID: UUID
  public var runID: UUID
  public var datasets: [DiscoveredDataset]
  /// Whether the whole endpoint was listed; only then are datasets missing.
  public var isComplete: Bool

  public init(endpointID: UUID, runID: UUID, datasets: [DiscoveredDataset], isComplete: Bool) {
    self.endpointID = endpointID
    self.runID = runID
    self.datasets = datasets
    self.isComplete = isComplete
  }
}
