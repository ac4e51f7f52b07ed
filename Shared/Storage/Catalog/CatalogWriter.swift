import Domain
import Foundation
import Postgres

/// Writes what collections found: in bulk, so that a run that is repeated leaves no duplicate (A9), and with what follows
/// for datasets that are no longer there (A18).
public enum CatalogWriter {
  /// Stores catalogs inside the transaction that ends their runs.
  ///
  /// The number of statements does not depend on how many catalogs there are, and on datasets only where a statement
  /// would become too large for one message.
  /// - Parameter catalogs: of different endpoints: one statement cannot touch a dataset twice.
  /// - Returns: what changed, by run.
  public static func store(
    _ catalogs: [FoundCatalog], in transaction: PostgresConnection
  ) async throws -> [UUID: CatalogChange] {
    var changes: [UUID: CatalogChange] = [:]
    for catalog in catalogs {
      changes[catalog.runID, default: CatalogChange()].datasets = catalog.datasets.count
    }
    let entries = try CatalogEntry.all(of: catalogs)
    let timeout = patience(for: entries.count)
    try await CatalogLock.take(catalogs.map(\.endpointID), in: transaction)
    let known = try await KnownDataset.find(entries, in: transaction, timeout: timeout)
    var written: [DatasetWriter.Written] = []
    var seen: [DatasetWriter.Seen] = []
    for entry in entries {
      guard let former = known[entry.key] else {
        changes[entry.runID]?.added += 1
        written.append(.init(entry: entry, version: FieldsDifference(from: [], to: entry.dataset.fields)))
        continue
      }
      if former.isStale { changes[entry.runID]?.returned += 1 }
      if former.isChanged { changes[entry.runID]?.changed += 1 }
      if former.isChanged || former.isUnversioned {
        written.append(.init(entry: entry, version: former.difference(to: entry.dataset.fields)))
      } else {
        seen.append(.init(id: former.id, entry: entry))
      }
    }
    let writer = DatasetWriter(transaction: transaction, timeout: timeout)
    try await writer.put(written)
    try await writer.touch(seen)
    try await MissingDatasets.settle(
      catalogs.filter(\.isComplete), changes: &changes, in: transaction, timeout: timeout)
    return changes
  }

  /// Large catalogs may take their time; others keep the session's own limit, which saves setting another one.
  private static func patience(for datasets: Int) -> Duration? {
    datasets < DatasetWriter.chunkSize ? nil : .seconds(120)
  }
}
