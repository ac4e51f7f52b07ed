import Domain
import Foundation

/// A dataset on its way into the catalog.
struct CatalogEntry: Sendable {
  struct Key: Hashable {
    let endpointID: UUID
    let upstreamID: String
  }

  let endpointID: UUID
  let runID: UUID
  let dataset: DiscoveredDataset
  let digest: String

  var key: Key { Key(endpointID: endpointID, upstreamID: dataset.upstreamID) }

  /// - Returns: the datasets of all catalogs, in one order everywhere.
  static func all(of catalogs: [FoundCatalog]) throws -> [CatalogEntry] {
    try catalogs.sorted { $0.endpointID.uuidString < $1.endpointID.uuidString }.flatMap { catalog in
      try catalog.datasets.sorted { $0.upstreamID < $1.upstreamID }.map { dataset in
        CatalogEntry(
          endpointID: catalog.endpointID, runID: catalog.runID, dataset: dataset,
          digest: try ContentDigest.of(dataset))
      }
    }
  }
}
