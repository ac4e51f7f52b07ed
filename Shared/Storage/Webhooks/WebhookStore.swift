import Domain
import Foundation
import Postgres

/// Writes webhooks: the scheduler's alone.
public enum WebhookStore {
  /// - Parameter sealed: the secret, sealed.
  /// - Returns: nil when the id is taken.
  public static func insert(
    _ webhook: Webhook, sealed: String, in transaction: PostgresConnection
  ) async throws -> Webhook? {
    let rows = try await transaction.query(
      """
      insert into nucleus.webhook as w (id, name, url, outcomes, kinds, endpoint_id, collection_id, is_enabled)
      values (\(webhook.id), \(webhook.name), \(webhook.url), \(webhook.outcomes.map(\.rawValue)),
        \(webhook.kinds?.map(\.rawValue)), \(webhook.endpointID), \(webhook.collectionID), \(webhook.isEnabled))
      on conflict (id) do nothing returning w.id
      """)
    guard !rows.isEmpty else { return nil }
    try await transaction.execute(
      "insert into nucleus.webhook_state (webhook_id) values (\(webhook.id))")
    try await put(sealed: sealed, webhook: webhook.id, in: transaction)
    return try await read(webhook.id, in: transaction)
  }

  /// How many there are, beside those that were deleted.
  public static func liveCount(in transaction: PostgresConnection) async throws -> Int {
    // One creation at a time, so that the limit holds.
    try await transaction.execute("select pg_advisory_xact_lock(hashtext('nucleus.webhook'))")
    return try await transaction.query(
      "select count(*)::int8 as total from nucleus.webhook where deleted_at is null"
    ).only().decode("total")
  }

  /// Reads a live webhook and holds it against other writers until the transaction ends.
  public static func lock(_ id: UUID, in transaction: PostgresConnection) async throws -> Webhook? {
    try await transaction.query(
      """
      select \(Webhook.columns) from nucleus.webhook w
      where w.id = \(id) and w.deleted_at is null for no key update
      """
    ).first.map(Webhook.init(row:))
  }

  /// Writes all changeable columns of a locked webhook. Whoever is at work for it stops, and what failed before is
  /// forgotten. What waits for one that is disabled, and is still there when it is enabled again, is sent no more;
  /// ``WebhookPlanning/discard(atMost:in:)`` does away with it, since there may be more than one statement can bear.
  public static func update(
    _ webhook: Webhook, sealed: String?, in transaction: PostgresConnection
  ) async throws -> Webhook {
    try await transaction.execute(
      """
      update nucleus.webhook set name = \(webhook.name), url = \(webhook.url),
        outcomes = \(webhook.outcomes.map(\.rawValue)), kinds = \(webhook.kinds?.map(\.rawValue)),
        endpoint_id = \(webhook.endpointID), collection_id = \(webhook.collectionID),
        discard_before = case when is_enabled <> \(webhook.isEnabled) then clock_timestamp() else discard_before end,
        is_enabled = \(webhook.isEnabled), updated_at = clock_timestamp()
      where id = \(webhook.id)
      """)
    if let sealed { try await put(sealed: sealed, webhook: webhook.id, in: transaction) }
    try await fence(webhook.id, in: transaction)
    return try await read(webhook.id, in: transaction)
  }

  /// Marks a locked webhook deleted and drops its secret; the row stays for the log. What waits for it is done away with
  /// as for one that is disabled.
  public static func delete(_ id: UUID, in transaction: PostgresConnection) async throws {
    try await transaction.execute(
      """
      update nucleus.webhook set is_enabled = false, discard_before = clock_timestamp(),
        deleted_at = clock_timestamp(), updated_at = clock_timestamp()
      where id = \(id)
      """)
    try await transaction.execute("delete from nucleus.webhook_secret where webhook_id = \(id)")
    try await fence(id, in: transaction)
  }

  /// Orders another series of tries of a settled delivery of a locked webhook.
  public static func redeliver(
    _ id: UUID, in transaction: PostgresConnection
  ) async throws -> WebhookDelivery {
    let rows = try await transaction.query(
      """
      update nucleus.webhook_delivery d set status = 'PENDING', attempts_before = d.attempts,
        next_attempt_at = clock_timestamp(), series_began_at = clock_timestamp(), fence = null, settled_at = null
      where d.id = \(id) returning \(WebhookDelivery.columns)
      """)
    return try WebhookDelivery(row: try rows.only())
  }

  private static func read(_ id: UUID, in transaction: PostgresConnection) async throws -> Webhook {
    let rows = try await transaction.query(
      "select \(Webhook.columns) from nucleus.webhook w where w.id = \(id)")
    return try Webhook(row: try rows.only())
  }

  private static func put(
    sealed: String, webhook: UUID, in transaction: PostgresConnection
  ) async throws {
    try await transaction.execute(
      """
      insert into nucleus.webhook_secret (webhook_id, sealed) values (\(webhook), \(sealed))
      on conflict (webhook_id) do update set sealed = excluded.sealed, updated_at = clock_timestamp()
      """)
  }

  private static func fence(_ id: UUID, in transaction: PostgresConnection) async throws {
    try await transaction.execute(
      """
      update nucleus.webhook_state set fence = fence + 1, leased_until = null, failures = 0, resume_at = null
      where webhook_id = \(id)
      """)
  }
}
