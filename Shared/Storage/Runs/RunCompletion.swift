import Contracts
import Domain
import Foundation
import JSON
import Postgres

/// Ends runs: terminal state, transition, activities and event together, under the caller's fence.
public enum RunCompletion {
  /// Ends several runs and takes in what their ends tell about their endpoints.
  ///
  /// The success of a run of a healthy endpoint costs no further statement.
  /// - Returns: the runs that ended, and the changes of health that followed.
  public static func conclude(
    _ ends: [RunEnd], in transaction: PostgresConnection
  ) async throws -> (ended: Set<UUID>, changes: [EndpointHealthChange]) {
    let ended = try await store(ends, in: transaction)
    let observations = ends.compactMap { end in ended[end.hold.runID].flatMap(end.observation) }
    let changes = try await EndpointHealthStore.record(observations, in: transaction)
    return (Set(ended.keys), changes)
  }

  /// Ends several runs in one statement, whatever that tells about their endpoints.
  /// - Returns: the runs that ended; the others were no longer the caller's, and nothing was written for them.
  @discardableResult
  public static func finish(
    _ ends: [RunEnd], in database: some PostgresExecutor
  ) async throws -> Set<UUID> {
    Set(try await store(ends, in: database).keys)
  }

  /// - Returns: the endpoint of each run that ended, with its health before.
  private static func store(
    _ ends: [RunEnd], in database: some PostgresExecutor
  ) async throws -> [UUID: (endpoint: UUID, health: EndpointHealth)] {
    let activities = ends.flatMap { end in end.activities.map { (activity: $0, fence: end.hold.fence) } }
    let rows = try await database.query(
      """
      with asked as (
        select * from unnest(
          \(ends.map(\.hold.runID)), \(ends.map(\.hold.fence)), \(ends.map(\.status.rawValue)),
          \(ends.map(\.error)), \(ends.map(\.errorCode)), \(ends.map(\.reason)), \(ends.map(\.stats)),
          \(ends.map { _ in UUID.v7() }), \(ends.map(\.cause?.messageID)), \(ends.map(\.cause?.correlationID)),
          \(ends.map(\.cause?.traceparent))
        ) as t (id, fence, status, error, error_code, reason, stats, message_id, causation_id, correlation_id,
                traceparent)
      ), held as (
        select r.id from nucleus.run r join asked on r.id = asked.id and r.fence = asked.fence
        where r.status = 'RUNNING' order by r.id for no key update of r
      ), ended as (
        update nucleus.run r set status = asked.status, fence = r.fence + 1, completed_at = clock_timestamp(),
          lease_expires_at = null, error = asked.error, error_code = asked.error_code,
          stats = coalesce(asked.stats, r.stats)
        from asked join held using (id)
        where r.id = asked.id and r.fence = asked.fence and r.status = 'RUNNING'
        returning r.*
      ), recorded as (
        insert into nucleus.run_transition (run_id, from_status, to_status, attempt, fence, executor, reason)
        select ended.id, 'RUNNING', ended.status, ended.attempt, ended.fence, ended.executor, asked.reason
        from ended join asked using (id)
      ), worked as (
        insert into nucleus.run_activity (run_id, fence, name, attempt, started_at, ended_at, outcome, error)
        select t.run_id, t.fence, t.name, t.attempt, t.started_at, t.ended_at, t.outcome, t.error
        from unnest(
          \(activities.map(\.activity.runID)), \(activities.map(\.fence)), \(activities.map(\.activity.name)),
          \(activities.map { Int64($0.activity.attempt) }), \(activities.map(\.activity.startedAt)),
          \(activities.map(\.activity.endedAt)), \(activities.map(\.activity.outcome.rawValue)),
          \(activities.map(\.activity.error))
        ) with ordinality as t (run_id, fence, name, attempt, started_at, ended_at, outcome, error, position)
        where t.run_id in (select id from ended) order by t.position
      ), sent as (
        insert into nucleus.outbox (id, exchange, routing_key, mandatory, type, causation_id, correlation_id,
                                    traceparent, run_id, endpoint_id, body)
        select asked.message_id, \(Exchange.events.rawValue),
               'run.' || lower(ended.status) || '.' || ended.endpoint_id, false,
               'run.' || lower(ended.status) || '.v1', asked.causation_id, asked.correlation_id,
               asked.traceparent, ended.id, ended.endpoint_id,
               nucleus.run_event_body(ended::nucleus.run, clock_timestamp())
        from ended join asked using (id)
      )
      select ended.id, ended.endpoint_id, coalesce(h.health, 'UNKNOWN') as health
      from ended left join nucleus.endpoint_health h using (endpoint_id)
      """)
    return Dictionary(
      try rows.map { row in
        (
          try row.decode("id", as: UUID.self),
          (endpoint: try row.decode("endpoint_id"), health: try row.decodeCase("health"))
        )
      }
    ) { first, _ in first }
  }

  /// Records activities of runs that go on, so that a crash does not lose what was already tried. Those of runs
  /// that are no longer the caller's are left out.
  ///
  /// - Parameter isCancelled: instead of runs that go on, those that were cancelled while the caller held them: it
  ///   may say what it was doing, though nothing else.
  public static func record(
    _ entries: [(hold: RunClaims.Hold, activity: RunActivity)], ofCancelled isCancelled: Bool = false,
    in database: some PostgresExecutor
  ) async throws {
    guard !entries.isEmpty else { return }
    let isMine: SQL =
      isCancelled
      ? "r.fence = t.fence + 1 and r.status = 'FAILED' and r.error_code = \(ErrorCode.runCancelled.rawValue)"
      : "r.fence = t.fence and r.status = 'RUNNING'"
    try await database.execute(
      """
      insert into nucleus.run_activity (run_id, fence, name, attempt, started_at, ended_at, outcome, error)
      select r.id, t.fence, t.name, t.attempt, t.started_at, t.ended_at, t.outcome, t.error
      from unnest(
        \(entries.map(\.hold.runID)), \(entries.map(\.hold.fence)), \(entries.map(\.activity.name)),
        \(entries.map { Int64($0.activity.attempt) }), \(entries.map(\.activity.startedAt)),
        \(entries.map(\.activity.endedAt)), \(entries.map(\.activity.outcome.rawValue)),
        \(entries.map(\.activity.error))
      ) with ordinality as t (run_id, fence, name, attempt, started_at, ended_at, outcome, error, position)
        join nucleus.run r on r.id = t.run_id and \(isMine)
      order by t.position
      """)
  }

  /// Locks runs at the caller's fences before their results are written (R4).
  /// - Returns: those that are still the caller's.
  public static func lock(
    _ holds: [RunClaims.Hold], in transaction: PostgresConnection
  ) async throws -> Set<UUID> {
    let rows = try await transaction.query(
      """
      select r.id from nucleus.run r
        join unnest(\(holds.map(\.runID)), \(holds.map(\.fence))) as t (id, fence)
          on r.id = t.id and r.fence = t.fence
      where r.status = 'RUNNING' order by r.id for no key update of r
      """)
    return try Set(rows.map { try $0.decode("id", as: UUID.self) })
  }
}
