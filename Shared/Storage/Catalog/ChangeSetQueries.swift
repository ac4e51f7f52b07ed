import Domain
import Foundation
import Postgres

/// Reads change sets.
public enum ChangeSetQueries {
  /// What a list holds. A nil member does not restrict it.
  public struct Filter: Sendable {
    public var endpointID: UUID?
    public var state: CatalogChangeSet.State?

    public init() {}

    var conditions: [SQL] {
      var conditions: [SQL] = []
      if let endpointID { conditions.append("s.endpoint_id = \(endpointID)") }
      if let state { conditions.append("s.state = \(state.rawValue)") }
      return conditions
    }
  }

  /// Newest first. The cursor is the id of the last change set.
  /// - Throws: ``UnknownCursor``.
  public static func list(
    _ filter: Filter, page: Page, in database: some PostgresExecutor
  ) async throws -> [CatalogChangeSet] {
    var conditions = filter.conditions
    if let cursor = page.after {
      let rows = try await database.query("select 1 from nucleus.catalog_change_set where id = \(cursor)")
      guard !rows.isEmpty else { throw UnknownCursor(cursor: cursor) }
      // Ids begin with the time.
      conditions.append("s.id < \(cursor)")
    }
    return try await database.query(
      """
      select \(CatalogChangeSet.columns) from nucleus.catalog_change_set s where \(SQL.all(conditions))
      order by s.id desc limit \(page.first)
      """
    ).map(CatalogChangeSet.init(row:))
  }

  public static func find(
    _ ids: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID: CatalogChangeSet] {
    let found = try await database.query(
      "select \(CatalogChangeSet.columns) from nucleus.catalog_change_set s where s.id = any(\(ids))"
    ).map(CatalogChangeSet.init(row:))
    return Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The first datasets of each change set, by name.
  /// - Parameter after: the id of the last dataset of the page before.
  public static func datasets(
    of changeSets: [UUID], page: Page, columns: DatasetColumns = .all, in database: some PostgresExecutor
  ) async throws -> [UUID: [CatalogDataset]] {
    var conditions: [SQL] = ["m.change_set_id = owner.id"]
    if let cursor = page.after {
      conditions.append(
        "(d.display_name, d.id) > (\(try await CatalogQueries.name(at: cursor, database)), \(cursor))")
    }
    let rows = try await database.query(
      """
      select owner.id as change_set_id, d.* from unnest(\(changeSets)) as owner (id) cross join lateral (
        select \(columns.sql) from nucleus.catalog_change_set_dataset m
          join nucleus.catalog_dataset d on d.id = m.dataset_id
        where \(SQL.all(conditions)) order by d.display_name, d.id limit \(page.first)) d
      """)
    var datasets: [UUID: [CatalogDataset]] = [:]
    for row in rows {
      datasets[try row.decode("change_set_id"), default: []].append(try CatalogQueries.dataset(from: row))
    }
    return datasets
  }
}
