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
    /// Any of these.
    public var statuses: Set<RunStatus>?
    /// Of runs that failed.
    public var errorCode: String?
    /// The runs of one backfill.
    public var batchID: UUID?

    public init() {}

    /// The statuses that all of the filter leaves; nil for all.
    private var leftStatuses: Set<RunStatus>? {
      let named = [status.map { [$0] }, statuses, errorCode.map { _ in [.failed] }].compactMap { $0 }
      guard let first = named.first else { return nil }
      return named.dropFirst().reduce(first) { $0.intersection($1) }
    }

    /// Whether no run can match.
    public var isContradictory: Bool { leftStatuses?.isEmpty ?? false }

    /// The columns of the order, and what follows from naming both endpoint and collection.
    private var conditions: [SQL] {
      var conditions: [SQL] = []
      if let from { conditions.append("r.requested_at >= \(from)") }
      if let to { conditions.append("r.requested_at < \(to)") }
      if let errorCode { conditions.append("r.error_code = \(errorCode)") }
      if let endpointID, let collectionID {
        // A collection has one endpoint: asked once, instead of at every run.
        conditions.append(
          """
          exists (select 1 from nucleus.collection c where c.id = \(collectionID) and c.endpoint_id = \(endpointID))
          """)
      }
      return conditions
    }

    var slices: RunSlices {
      let owner: RunSlices.Owner =
        if let collectionID {
          .collection("\(collectionID)")
        } else if let endpointID {
          .endpoint("\(endpointID)")
        } else {
          .all
        }
      return RunSlices(
        owner: owner, kind: kind, statuses: leftStatuses, batchID: batchID, conditions: conditions)
    }

    /// The same as one condition, for the planner to reckon with.
    var plain: SQL {
      var conditions = slices.owner.conditions + conditions
      if let statuses = leftStatuses { conditions.append("r.status = any(\(statuses.map(\.rawValue)))") }
      if let batchID { conditions.append("r.batch_id = \(batchID)") }
      if let kind { conditions.append("r.kind = '\(unescaped: kind.rawValue)'") }
      return SQL.all(conditions)
    }
  }

  public static func find(
    _ ids: [UUID], columns: RunColumns = .all, in database: some PostgresExecutor
  ) async throws -> [UUID: Run] {
    let runs = try await database.query(
      "select \(columns.sql) from nucleus.run r where r.id = any(\(ids))"
    ).map(Run.init(row:))
    return Dictionary(runs.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The queued or running run of each collection, where there is one.
  public static func active(
    collections: [UUID], columns: RunColumns = .all, in database: some PostgresExecutor
  ) async throws -> [UUID: Run] {
    let runs = try await database.query(
      """
      select \(columns.sql) from nucleus.run r
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
      select run_id, from_status, to_status, at, attempt, executor, reason, actor from nucleus.run_transition
      where run_id = any(\(runs)) order by run_id, sequence
      """
    ).map { row in
      RunTransition(
        runID: try row.decode("run_id"),
        from: try row.decode("from_status", as: String?.self).flatMap(RunStatus.init(rawValue:)),
        to: try row.decodeCase("to_status"), at: try row.decode("at"), attempt: try row.decode("attempt"),
        executor: try row.decode("executor"), reason: try row.decode("reason"),
        actor: try row.decode("actor"))
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
