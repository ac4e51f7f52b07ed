import Connectors
import Domain

extension CollectedCatalog {
  /// Refuses a catalog that lists a dataset twice: storing it would depend on chance.
  func checked() throws(RunFailure) -> CollectedCatalog {
    var seen = Set<String>(minimumCapacity: datasets.count)
    for dataset in datasets where !seen.insert(dataset.upstreamID).inserted {
      throw .protocolViolation("the source lists the dataset \(dataset.upstreamID) twice")
    }
    return self
  }
}
