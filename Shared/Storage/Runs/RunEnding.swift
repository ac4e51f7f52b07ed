import Contracts
import Domain
import Foundation
import Postgres

/// Ends runs from outside: the scheduler's way to skip, cancel and give up, whoever holds them.
///
/// Whoever is named as the actor asked for it; nil where nobody did. The executor of a running run is told on
/// `nucleus.control`, by a message in the same transaction.
public enum RunEnding {
  /// Which active runs to cancel.
  public enum Scope: Sendable, Equatable {
    /// Those of these that are queued or running.
    case runs([UUID])
    /// The queued or running one of a collection.
    case collection(UUID)
    /// The active ones of a backfill.
    case batch(UUID)
    /// The running ones of an endpoint.
    case runningOf(endpoint: UUID)

    fileprivate var condition: SQL {
      switch self {
      case .runs(let ids): "r.status in ('QUEUED', 'RUNNING') and r.id = any(\(ids))"
      case .collection(let id):
        "r.status in ('QUEUED', 'RUNNING') and r.subject = \(RunSubject.collection(id))"
      case .batch(let id): "r.status in ('QUEUED', 'RUNNING') and r.batch_id = \(id)"
      case .runningOf(let endpoint): "r.status = 'RUNNING' and r.endpoint_id = \(endpoint)"
      }
    }
  }

  /// Skips the queued runs of a collection.
  @discardableResult
  public static func skipQueued(
    collection: UUID, _ reason: SkipReason, text: String, actor: String? = nil,
    in database: some PostgresExecutor
  ) async throws -> [UUID] {
    try await end(
      where: "r.status = 'QUEUED' and r.collection_id = \(collection)", as: .skipped, code: nil, reason: text,
      skip: reason, actor: actor, in: database)
  }

  /// Skips the queued runs of an endpoint.
  @discardableResult
  public static func skipQueued(
    endpoint: UUID, _ reason: SkipReason, text: String, actor: String? = nil,
    in database: some PostgresExecutor
  ) async throws -> [UUID] {
    try await end(
      where: "r.status = 'QUEUED' and r.endpoint_id = \(endpoint)", as: .skipped, code: nil, reason: text,
      skip: reason, actor: actor, in: database)
  }

  /// Fails runs with `E_RUN_CANCELLED`. Their fences grow, so that nothing their executors still write counts, and
  /// their executors are told to stop.
  ///
  /// - Parameters:
  ///   - text: why, as the run's `error` and its last transition say it.
  ///   - actor: the caller's name, or `schedule`.
  /// - Returns: the runs that this ended; of those asked for, the others were at their end already.
  @discardableResult
  public static func cancel(
    _ scope: Scope, text: String, actor: String?, in database: some PostgresExecutor
  ) async throws -> [UUID] {
    try await end(
      where: scope.condition, as: .failed, code: ErrorCode.runCancelled.rawValue, reason: text, skip: nil,
      actor: actor, in: database)
  }

  /// - Parameter batch: the most rows to end, passing over those that another transaction holds; nil: all, waiting
  ///   for each, so that a run that is being claimed right now is met as well.
  static func end(
    where condition: SQL, as status: RunStatus, code: String?, reason: String, skip: SkipReason?,
    actor: String? = nil, batch: Int? = nil, in database: some PostgresExecutor
  ) async throws -> [UUID] {
    let locking: SQL =
      batch.map { "limit \($0) for no key update of r skip locked" } ?? "for no key update of r"
    let transitionReason = skip?.reason(reason) ?? code.map { "\($0): \(reason)" } ?? reason
    return try await database.query(
      """
      with due as (
        select r.id, r.status as former from nucleus.run r where \(condition)
        order by r.id \(locking)
      ), ended as (
        update nucleus.run r set status = \(status.rawValue), fence = r.fence + 1,
          completed_at = clock_timestamp(), lease_expires_at = null, error = \(reason), error_code = \(code)
        from due where r.id = due.id returning r.*
      ), recorded as (
        insert into nucleus.run_transition (run_id, from_status, to_status, attempt, fence, executor, reason, actor)
        select ended.id, due.former, ended.status, ended.attempt, ended.fence, ended.executor,
               \(transitionReason), \(actor)
        from ended join due using (id)
      ), sent as (
        insert into nucleus.outbox (id, exchange, routing_key, mandatory, type, run_id, endpoint_id, body)
        select nucleus.uuid_v7(), \(Exchange.events.rawValue),
               'run.' || lower(ended.status) || '.' || ended.endpoint_id, false,
               'run.' || lower(ended.status) || '.v1', ended.id, ended.endpoint_id,
               nucleus.run_event_body(ended::nucleus.run, clock_timestamp())
        from ended
      ), told as (
        insert into nucleus.outbox (id, exchange, routing_key, mandatory, type, run_id, endpoint_id, body)
        select nucleus.uuid_v7(), \(Exchange.control.rawValue), '', false,
               \(MessageType.runCancelled.rawValue), ended.id, ended.endpoint_id,
               jsonb_build_object('runID', ended.id, 'endpointID', ended.endpoint_id, 'fence', ended.fence - 1)::text
        from ended join due using (id) where due.former = 'RUNNING'
      )
      select id from ended
      """
    ).map { try $0.decode("id") }
  }
}
