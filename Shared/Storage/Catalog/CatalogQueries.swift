import Contracts
import Domain
import Foundation
import Postgres

/// Reads the catalog.
public enum CatalogQueries {
  /// What a list of datasets holds. A nil member does not restrict it.
  public struct Filter: Sendable {
    public var projectID: String?
    /// Datasets that carry all of these.
    public var labels: [String]?
    /// Part of a name, key or description, in any case.
    public var search: String?
    public var endpointID: UUID?
    public var unlabeledOnly = false
    /// Only those that are stale, or only those that are not.
    public var isStale: Bool?

    public init() {}

    var conditions: [SQL] {
      var conditions: [SQL] = []
      if let endpointID { conditions.append("d.endpoint_id = \(endpointID)") }
      if let labels, !labels.isEmpty { conditions.append("d.labels @> \(labels)") }
      if let isStale { conditions.append(isStale ? "d.is_stale" : "not d.is_stale") }
      if unlabeledOnly { conditions.append("d.labels = '{}'") }
      if let projectID {
        conditions.append(
          "d.endpoint_id in (select e.id from nucleus.endpoint e where e.project_id = \(projectID))")
      }
      if let search, !search.isEmpty {
        let pattern = LikePattern.containing(search)
        conditions.append(
          "(d.display_name ilike \(pattern) or d.upstream_id ilike \(pattern) or d.description ilike \(pattern))"
        )
      }
      return conditions
    }
  }

  public static func find(
    _ ids: [UUID], columns: DatasetColumns = .all, in database: some PostgresExecutor
  ) async throws -> [UUID: CatalogDataset] {
    let datasets = try await database.query(
      "select \(columns.sql) from nucleus.catalog_dataset d where d.id = any(\(ids))"
    ).map(dataset(from:))
    return Dictionary(datasets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// By name. The cursor is the id of the last dataset.
  /// - Throws: ``UnknownCursor``.
  public static func list(
    _ filter: Filter, page: Page, columns: DatasetColumns = .all, in database: some PostgresExecutor
  ) async throws -> [CatalogDataset] {
    var conditions = filter.conditions
    if let cursor = page.after {
      let name = try await name(at: cursor, database)
      conditions.append("(d.display_name, d.id) > (\(name), \(cursor))")
    }
    return try await database.query(
      """
      select \(columns.sql) from nucleus.catalog_dataset d where \(SQL.all(conditions))
      order by d.display_name, d.id limit \(page.first)
      """
    ).map(dataset(from:))
  }

  /// Whether a list holds a dataset at the cursor or before it.
  /// - Throws: ``UnknownCursor``.
  public static func hasDataset(
    _ filter: Filter, upTo cursor: UUID, in database: some PostgresExecutor
  ) async throws -> Bool {
    let name = try await name(at: cursor, database)
    let conditions = filter.conditions + ["(d.display_name, d.id) <= (\(name), \(cursor))"]
    return try await !database.query(
      """
      select 1 from nucleus.catalog_dataset d where \(SQL.all(conditions))
      order by d.display_name desc, d.id desc limit 1
      """
    ).isEmpty
  }

  /// How many datasets a list holds in all.
  public static func count(_ filter: Filter, in database: some PostgresExecutor) async throws -> ListCount {
    let rows: SQL = "select 1 from nucleus.catalog_dataset d where \(SQL.all(filter.conditions))"
    return try await ListCount.of(rows, estimatedBy: rows, in: database)
  }

  static func name(at cursor: UUID, _ database: some PostgresExecutor) async throws -> String {
    let rows = try await database.query(
      "select display_name from nucleus.catalog_dataset where id = \(cursor)")
    guard let row = rows.first else { throw UnknownCursor(cursor: cursor) }
    return try row.decode("display_name")
  }

  /// The first datasets of each endpoint, by name.
  public static func list(
    endpoints: [UUID], search: String?, first: Int, columns: DatasetColumns = .all,
    in database: some PostgresExecutor
  ) async throws -> [UUID: [CatalogDataset]] {
    var filter = Filter()
    filter.search = search
    let datasets = try await database.query(
      """
      select d.* from unnest(\(endpoints)) as owner (id) cross join lateral (
        select \(columns.sql) from nucleus.catalog_dataset d
        where \(SQL.all(["d.endpoint_id = owner.id"] + filter.conditions))
        order by d.display_name, d.id limit \(first)) d
      """
    ).map(dataset(from:))
    return Dictionary(grouping: datasets, by: \.endpointID)
  }

  static func dataset(from row: Row) throws -> CatalogDataset {
    let fields = try row.decode("fields", as: String.self)
    return CatalogDataset(
      id: try row.decode("id"), endpointID: try row.decode("endpoint_id"),
      found: DiscoveredDataset(
        upstreamID: try row.decode("upstream_id"), displayName: try row.decode("display_name"),
        description: try row.decode("description"), entity: try row.decode("entity"),
        schema: try row.decode("schema_name"), labels: try row.decode("labels"),
        fields: try MessageCodec.decode([DatasetField].self, from: [UInt8](fields.utf8)),
        recordCount: try row.decode("record_count"), statistics: try row.decode("statistics")),
      collectedAt: try row.decode("collected_at"), lastRunID: try row.decode("last_run_id"),
      isStale: try row.decode("is_stale"), staleSince: try row.decode("stale_since"),
      staleRunID: try row.decode("stale_run_id"))
  }
}
