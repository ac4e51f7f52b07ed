import Domain

/// What a collection found.
public struct CollectedCatalog: Sendable, Equatable {
  /// Each `upstreamID` occurs once.
  public var datasets: [DiscoveredDataset]
  /// Whether all of the endpoint was listed: not limited by filters or schemas. Only then are datasets that were
  /// not found marked stale.
  public var isComplete: Bool
  /// The source's version, for people: `PostgreSQL 15.2`.
  public var detectedVersion: String?

  public init(datasets: [DiscoveredDataset], isComplete: Bool, detectedVersion: String? = nil) {
    self.datasets = datasets
    self.isComplete = isComplete
    self.detectedVersion = detectedVersion
  }
}
