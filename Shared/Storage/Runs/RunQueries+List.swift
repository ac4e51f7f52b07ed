import Domain
import Foundation
import Postgres

extension RunQueries {
  /// Newest first.
  /// - Throws: ``UnknownCursor``.
  public static func list(
    _ filter: Filter, page: Page, columns: RunColumns = .all, in database: some PostgresExecutor
  ) async throws -> [Run] {
    var position: (at: Date, id: UUID)?
    if let cursor = page.after { position = (try await self.position(of: cursor, database), cursor) }
    return try await database.query(
      statement(filter, after: position, first: page.first, columns: columns)
    ).map(Run.init(row:))
  }

  /// What reads a page.
  static func statement(
    _ filter: Filter, after position: (at: Date, id: UUID)?, first: Int, columns: RunColumns
  ) -> SQL {
    var slices = filter.slices
    if let position {
      slices.conditions.append("(r.requested_at, r.id) < (\(position.at), \(position.id))")
    }
    return slices.page(columns.sql, first: first)
  }

  /// Whether a list holds a run at the cursor or before it.
  /// - Throws: ``UnknownCursor``.
  public static func hasRun(
    _ filter: Filter, upTo cursor: UUID, in database: some PostgresExecutor
  ) async throws -> Bool {
    var slices = filter.slices
    let at = try await position(of: cursor, database)
    slices.conditions.append("(r.requested_at, r.id) >= (\(at), \(cursor))")
    return try await !database.query("select 1 from (\(slices.rows("1"))) as r limit 1").isEmpty
  }

  /// How many runs a list holds in all.
  public static func count(_ filter: Filter, in database: some PostgresExecutor) async throws -> ListCount {
    try await ListCount.of(
      filter.slices.rows("1"), estimatedBy: "select 1 from nucleus.run r where \(filter.plain)", in: database)
  }

  /// What runs can be listed by, several owners at once.
  public enum Owner: Sendable { case endpoint, collection }

  /// The newest collection runs of each owner.
  /// - Throws: ``UnknownCursor``.
  public static func list(
    of owners: [UUID], by owner: Owner, page: Page, columns: RunColumns = .all,
    in database: some PostgresExecutor
  ) async throws -> [UUID: [Run]] {
    var conditions: [SQL] = []
    if let cursor = page.after {
      let at = try await position(of: cursor, database)
      conditions.append("(r.requested_at, r.id) < (\(at), \(cursor))")
    }
    let ended = RunSlices(
      owner: owner == .endpoint ? .endpoint("owner.id") : .collection("owner.id"), kind: .collection,
      conditions: conditions)
    let column: SQL = owner == .endpoint ? "r.endpoint_id" : "r.collection_id"
    let active = RunSlices(kind: .collection, conditions: conditions + ["\(column) = any(\(owners))"])
    let lists: SQL = """
      select r.* from unnest(\(owners)) as owner (id) cross join lateral (
        \(RunSlices.merge(ended.ended(columns.sql), first: page.first))) r
      """
    // The active ones of all owners are read once and merged below.
    let parts = [lists] + [active.active(columns.sql)].compactMap { $0 }
    let runs = try await database.query(SQL.join(parts, separator: " union all ")).map(Run.init(row:))
    let grouped = Dictionary(grouping: runs) { owner == .endpoint ? $0.endpointID : $0.collectionID ?? $0.id }
    return grouped.mapValues { runs in
      Array(runs.sorted { $0.isListed(before: $1) }.prefix(page.first))
    }
  }

  private static func position(of cursor: UUID, _ database: some PostgresExecutor) async throws -> Date {
    try await Page.position(of: cursor, in: "nucleus.run", by: "requested_at", database)
  }
}

extension Run {
  /// The order of lists: newest first.
  fileprivate func isListed(before other: Run) -> Bool {
    (requestedAt, id.uuidString) > (other.requestedAt, other.id.uuidString)
  }
}
