import Contracts
import Domain
import Foundation
import Postgres

/// Finds runs that fell out of every hand: the safety net behind messages and leases. Any number of schedulers
/// may reap at once.
public enum RunReaper {
  /// What one pass did.
  public struct Report: Sendable, Equatable {
    /// Runs whose lease had lapsed and that got a new trigger.
    public var retriggered = 0
    /// Queued runs whose message seems lost and that got a new one.
    public var resent = 0
    /// Runs that ended `E_RUN_LOST`.
    public var lost = 0
    /// Queued runs that were skipped because their endpoint or collection is gone or disabled.
    public var skipped = 0

    public init() {}
    public var isEmpty: Bool { self == Report() }
  }

  /// - Parameters:
  ///   - queuedAfter: how long a queued run may wait before its trigger is sent again; doubles with each sending.
  ///   - retriggerAfter: how long a lapsed run waits for its last trigger to be taken before the next one.
  ///   - lookingForOrphans: whether to look through all queued runs for those whose endpoint or collection is gone or
  ///     disabled. Whoever disables or deletes skips them at once, so this catches what was made in that very moment.
  ///   - limit: rows a pass touches of each sort.
  public static func reap(
    queuedAfter: Duration, retriggerAfter: Duration, lookingForOrphans: Bool = true, limit: Int = 500,
    in database: PostgresPool
  ) async throws -> Report {
    var report = Report()
    report.lost = try await endLost(limit: limit, in: database)
    if lookingForOrphans { report.skipped = try await skipOrphans(limit: limit, in: database) }
    report.retriggered = try await retriggerLapsed(after: retriggerAfter, limit: limit, in: database)
    report.resent = try await resendQueued(after: queuedAfter, limit: limit, in: database)
    return report
  }

  /// A lapsed lease after the last allowed claim: the run is lost.
  private static func endLost(limit: Int, in database: PostgresPool) async throws -> Int {
    try await RunEnding.end(
      where: """
        r.status = 'RUNNING' and \(RunClaims.lapsed) and r.attempt >= \(RunStateMachine.maxClaims)
        and not r.handed_back
        """,
      as: .failed, code: ErrorCode.runLost.rawValue,
      reason: "the executor was lost \(RunStateMachine.maxClaims) times", skip: nil, batch: limit,
      in: database
    ).count
  }

  private static func skipOrphans(limit: Int, in database: PostgresPool) async throws -> Int {
    var skipped = 0
    let orphans: [(SkipReason, String, SQL)] = [
      (.deleted, "the endpoint was deleted", "e.deleted_at is not null"),
      (.endpointDisabled, "the endpoint is disabled", "not e.is_enabled and e.deleted_at is null"),
      (.deleted, "the collection was deleted", "c.deleted_at is not null"),
      (.disabled, "the collection is disabled", "not c.is_enabled"),
    ]
    for (reason, text, condition) in orphans {
      skipped += try await RunEnding.end(
        where: """
          r.status = 'QUEUED' and r.id in (
            select q.id from nucleus.run q join nucleus.endpoint e on e.id = q.endpoint_id
              left join nucleus.collection c on c.id = q.collection_id
            where q.status = 'QUEUED' and \(condition))
          """,
        as: .skipped, code: nil, reason: text, skip: reason, batch: limit, in: database
      ).count
    }
    return skipped
  }

  private static func retriggerLapsed(
    after: Duration, limit: Int, in database: PostgresPool
  ) async throws -> Int {
    try await resend(
      where: """
        r.status = 'RUNNING' and \(RunClaims.lapsed)
        and r.dispatched_at < clock_timestamp() - \(after.seconds) * interval '1 second'
        """, limit: limit, in: database)
  }

  private static func resendQueued(after: Duration, limit: Int, in database: PostgresPool) async throws -> Int
  {
    try await resend(
      where: """
        r.status = 'QUEUED' and r.dispatched_at < clock_timestamp()
          - \(after.seconds) * power(2, least(r.dispatches - 1, 5)) * interval '1 second'
        and not exists (select 1 from nucleus.outbox o where o.run_id = r.id and o.journal_of is null)
        """, limit: limit, in: database)
  }

  /// The new trigger goes on with the trace of the run, and with the chain of causes of the trigger before it, as far as
  /// the journal knows that one.
  private static func resend(where condition: SQL, limit: Int, in database: PostgresPool) async throws -> Int
  {
    try await database.query(
      """
      with due as (
        select r.id, nucleus.uuid_v7() as message_id from nucleus.run r where \(condition)
        order by r.dispatched_at limit \(limit) for no key update of r skip locked
      ), touched as (
        update nucleus.run r set dispatched_at = clock_timestamp(), dispatches = r.dispatches + 1
        from due where r.id = due.id returning r.id, r.endpoint_id, r.traceparent, due.message_id
      ), sent as (
        insert into nucleus.outbox (id, exchange, routing_key, mandatory, type, causation_id, correlation_id,
                                    traceparent, run_id, endpoint_id, body)
        select touched.message_id, \(Exchange.triggers.rawValue), endpoint_id::text, true,
               \(MessageType.runTriggered.rawValue), former.message_id, former.correlation_id, traceparent, id,
               endpoint_id, jsonb_build_object('runID', id, 'endpointID', endpoint_id)::text
        from touched left join lateral (
          select e.message_id, e.correlation_id from nucleus.journal_entry e
          where e.run_id = touched.id and e.type = \(MessageType.runTriggered.rawValue)
            and e.exchange = \(Exchange.triggers.rawValue)
          order by e.published_at desc limit 1
        ) former on true
      )
      select id from touched
      """
    ).count
  }
}
