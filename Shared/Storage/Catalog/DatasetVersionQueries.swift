import Domain
import Foundation
import Postgres

/// Reads the versions of datasets.
public enum DatasetVersionQueries {
  /// All versions of each dataset, the first one first.
  public static func list(
    of datasets: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID: [DatasetVersion]] {
    let versions = try await database.query(
      """
      select v.dataset_id, v.version, v.at, v.run_id, v.added, v.removed, v.changed
      from nucleus.catalog_dataset_version v where v.dataset_id = any(\(datasets))
      order by v.dataset_id, v.version
      """
    ).map { row in
      DatasetVersion(
        datasetID: try row.decode("dataset_id"), version: try row.decode("version"),
        at: try row.decode("at"), runID: try row.decode("run_id"), added: try row.decode("added"),
        removed: try row.decode("removed"), changed: try row.decode("changed"))
    }
    return Dictionary(grouping: versions, by: \.datasetID)
  }
}
