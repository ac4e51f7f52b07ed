import Domain
import Foundation
import Postgres

/// Reads runs and their history.
public enum RunQueries {
  /// What a list of runs holds. A nil member does not restrict it.
  public struct Filter: Sendable, Hashable {
    public var endpointID: UUID?
    public var collectionID: UUID?
    public var status: RunStatus?
    /// Inclusive.
    public var from: Date?
    /// Exclusive.
    public var to: Date?
    public var kind: RunKind?

    public init() {}

    var conditions: [SQL] {
      var conditions: [SQL] = []
      if let endpointID { conditions.append("r.endpoint_id = \(endpointID)") }
      if let collectionID { conditions.append("r.collection_id = \(collectionID)") }
      if let status { conditions.append("r.status = \(status.rawValue)") }
      if let from { conditions.append("r.requested_at >= \(from)") }
      if let to { conditions.append("r.requested_at < \(to)") }
      if let kind { conditions.append("r.kind = \(kind.rawValue)") }
      return conditions
    }
  }

  public static func find(_ ids: [UUID], in database: some PostgresExecutor) async throws -> [UUID: Run] {
    let rows = try await database.query("select \(Run.columns) from nucleus.run r where r.id = any(\(ids))")
    return Dictionary(
      try rows.map {
        let run = try Run(row: $0); return (run.id, run)
      }
    ) { first, _ in first }
  }

  /// Newest first.
  /// - Throws: ``UnknownCursor``.
  public static func list(
    _ filter: Filter, page: Page, in database: some PostgresExecutor
  ) async throws -> [Run] {
    var conditions = filter.conditions
    if let cursor = page.after {
      let at = try await Page.position(of: cursor, in: "nucleus.run", by: "requested_at", database)
      conditions.append("(r.requested_at, r.id) < (\(at), \(cursor))")
    }
    return try await database.query(
      """
      select \(Run.columns) from nucleus.run r where \(SQL.all(conditions))
      order by r.requested_at desc, r.id desc limit \(page.first)
      """
    ).map(Run.init(row:))
  }

  /// How many runs a list holds in all, counted up to a bound.
  public static func count(
    _ filter: Filter, upTo bound: Int, in database: some PostgresExecutor
  ) async throws -> Int {
    let rows = try await database.query(
      """
      select count(*)::int8 as total
      from (select 1 from nucleus.run r where \(SQL.all(filter.conditions)) limit \(bound)) as counted
      """)
    return try rows.only().decode("total")
  }

  /// What runs can be listed by, several owners at once.
  public enum Owner: String, Sendable { case endpoint = "endpoint_id", collection = "collection_id" }

  /// The newest collection runs of each owner.
  /// - Throws: ``UnknownCursor``.
  public static func list(
    of owners: [UUID], by owner: Owner, page: Page, in database: some PostgresExecutor
  ) async throws -> [UUID: [Run]] {
    var conditions: [SQL] = ["r.\(identifier: owner.rawValue) = owner.id", "r.kind = 'COLLECTION'"]
    if let cursor = page.after {
      let at = try await Page.position(of: cursor, in: "nucleus.run", by: "requested_at", database)
      conditions.append("(r.requested_at, r.id) < (\(at), \(cursor))")
    }
    let runs = try await database.query(
      """
      select r.* from unnest(\(owners)) as owner (id) cross join lateral (
        select \(Run.columns) from nucleus.run r where \(SQL.all(conditions))
        order by r.requested_at desc, r.id desc limit \(page.first)) r
      """
    ).map(Run.init(row:))
    return Dictionary(grouping: runs.filter { owner == .endpoint || $0.collectionID != nil }) { run in
      owner == .endpoint ? run.endpointID : run.collectionID ?? run.endpointID
    }
  }

  /// The queued or running run of each collection, where there is one.
  public static func active(
    collections: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID: Run] {
    let runs = try await database.query(
      """
      select \(Run.columns) from nucleus.run r
      where r.subject = any(\(collections.map(RunSubject.collection))) and r.status in ('QUEUED', 'RUNNING')
      """
    ).map(Run.init(row:))
    return Dictionary(runs.map { ($0.collectionID ?? $0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The transitions of each run, oldest first.
  public static func transitions(
    of runs: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID: [RunTransition]] {
    let transitions = try await database.query(
      """
      select run_id, from_status, to_status, at, attempt, executor, reason from nucleus.run_transition
      where run_id = any(\(runs)) order by run_id, sequence
      """
    ).map { row in
      RunTransition(
        runID: try row.decode("run_id"),
        from: try row.decode("from_status", as: String?.self).flatMap(RunStatus.init(rawValue:)),
        to: try row.decodeCase("to_status"), at: try row.decode("at"), attempt: try row.decode("attempt"),
        executor: try row.decode("executor"), reason: try row.decode("reason"))
    }
    return Dictionary(grouping: transitions, by: \.runID)
  }

  /// The activities of each run, oldest first.
  public static func activities(
    of runs: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID: [RunActivity]] {
    let activities = try await database.query(
      """
      select run_id, name, attempt, started_at, ended_at, outcome, error from nucleus.run_activity
      where run_id = any(\(runs)) order by run_id, sequence
      """
    ).map { row in
      RunActivity(
        runID: try row.decode("run_id"), name: try row.decode("name"), attempt: try row.decode("attempt"),
        startedAt: try row.decode("started_at"), endedAt: try row.decode("ended_at"),
        outcome: try row.decodeCase("outcome"), error: try row.decode("error"))
    }
    return Dictionary(grouping: activities, by: \.runID)
  }
}
