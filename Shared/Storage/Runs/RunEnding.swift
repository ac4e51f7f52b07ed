import Contracts
import Domain
import Foundation
import Postgres

/// Ends runs from outside: the scheduler's way to skip, cancel and give up, whoever holds them.
public enum RunEnding {
  /// Skips the queued runs of a collection.
  public static func skipQueued(
    collection: UUID, _ reason: SkipReason, text: String, in database: some PostgresExecutor
  ) async throws -> Int {
    try await end(
      where: "r.status = 'QUEUED' and r.collection_id = \(collection)", as: .skipped, code: nil, reason: text,
      skip: reason, in: database)
  }

  /// Skips the queued runs of an endpoint.
  public static func skipQueued(
    endpoint: UUID, _ reason: SkipReason, text: String, in database: some PostgresExecutor
  ) async throws -> Int {
    try await end(
      where: "r.status = 'QUEUED' and r.endpoint_id = \(endpoint)", as: .skipped, code: nil, reason: text,
      skip: reason, in: database)
  }

  /// Fails the running runs of an endpoint. Their fences grow, so that nothing their executors still write
  /// counts.
  public static func cancelRunning(
    endpoint: UUID, text: String, in database: some PostgresExecutor
  ) async throws -> Int {
    try await end(
      where: "r.status = 'RUNNING' and r.endpoint_id = \(endpoint)", as: .failed,
      code: ErrorCode.runCancelled.rawValue, reason: text, skip: nil, in: database)
  }

  /// - Parameter batch: the most rows to end, passing over those that another transaction holds; nil: all, waiting
  ///   for each, so that a run that is being claimed right now is met as well.
  static func end(
    where condition: SQL, as status: RunStatus, code: String?, reason: String, skip: SkipReason?,
    batch: Int? = nil, in database: some PostgresExecutor
  ) async throws -> Int {
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
        insert into nucleus.run_transition (run_id, from_status, to_status, attempt, fence, executor, reason)
        select ended.id, due.former, ended.status, ended.attempt, ended.fence, ended.executor,
               \(transitionReason)
        from ended join due using (id)
      ), sent as (
        insert into nucleus.outbox (id, exchange, routing_key, mandatory, type, run_id, endpoint_id, body)
        select nucleus.uuid_v7(), \(Exchange.events.rawValue),
               'run.' || lower(ended.status) || '.' || ended.endpoint_id, false,
               'run.' || lower(ended.status) || '.v1', ended.id, ended.endpoint_id,
               nucleus.run_event_body(ended::nucleus.run, clock_timestamp())
        from ended
      )
      select id from ended
      """
    ).count
  }
}
