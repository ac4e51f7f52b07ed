import Domain
import Postgres

extension WebhookDelivery {
  /// The columns that ``init(row:)`` reads, of the table alias `d`. What waits to be discarded is discarded already for
  /// whoever looks.
  static let columns: SQL = """
    d.id, d.webhook_id, d.run_id, d.event,
    case when d.status = 'PENDING' and exists (
        select from nucleus.webhook w
        where w.id = d.webhook_id and (not w.is_enabled or d.series_began_at <= w.discard_before))
      then 'DISCARDED' else d.status end as status, d.attempts, d.next_attempt_at, d.attempted_at, d.response_status,
    d.error, d.latency_ms, d.created_at, d.settled_at
    """

  init(row: Row) throws {
    self.init(
      id: try row.decode("id"), webhookID: try row.decode("webhook_id"), runID: try row.decode("run_id"),
      event: try row.decodeCase("event"), status: try row.decodeCase("status"),
      attempts: try row.decode("attempts"), nextAttemptAt: try row.decode("next_attempt_at"),
      attemptedAt: try row.decode("attempted_at"), responseStatus: try row.decode("response_status"),
      error: try row.decode("error"), latencyMilliseconds: try row.decode("latency_ms"),
      createdAt: try row.decode("created_at"), settledAt: try row.decode("settled_at"))
  }
}
