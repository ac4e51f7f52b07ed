import Contracts
import Foundation
import JSON
import Postgres

/// What is to be sent again: decided in one transaction with the mark on the dead letter, published by any scheduler.
public enum RedriveStore {
  /// Marks locked dead letters as sent again, and leaves them to be.
  public static func add(
    _ orders: [RedriveOrder], by decider: String, in transaction: PostgresConnection
  ) async throws {
    guard !orders.isEmpty else { return }
    try await transaction.execute(
      """
      with ordered as (
        select * from unnest(
          \(orders.map(\.deadLetterID)), \(orders.map(\.messageID)), \(orders.map { JSONValue.object($0.headers) })
        ) as o (dead_letter_id, message_id, headers)
      ), marked as (
        update nucleus.dead_letter d set status = 'REDRIVEN', decided_at = clock_timestamp(),
          decided_by = \(decider), redriven_as = o.message_id
        from ordered o where d.id = o.dead_letter_id and d.status = 'WAITING' and d.exchange is not null
        returning d.id, o.message_id, o.headers, d.exchange, d.routing_key, d.type, d.correlation_id,
          d.content_type, d.body
      )
      insert into nucleus.redrive (message_id, dead_letter_id, exchange, routing_key, type, correlation_id,
        content_type, headers, body)
      select message_id, id, exchange, routing_key, type, correlation_id, content_type, headers, body from marked
      """)
  }

  /// Puts what an operator has written in the place of what came.
  public static func edit(
    _ messageID: UUID, body: String?, type: String?, in transaction: PostgresConnection
  ) async throws {
    try await transaction.execute(
      """
      update nucleus.redrive set body = coalesce(\(body.map { [UInt8]($0.utf8) }), body),
        type = coalesce(\(type), type), content_type = \(Envelope.contentType)
      where message_id = \(messageID)
      """)
  }

  /// Locks what waits longest and that no other relay holds; those that have failed least come first.
  public static func take(atMost limit: Int, in transaction: PostgresConnection) async throws -> [Redrive] {
    try await transaction.query(
      """
      select message_id, dead_letter_id, exchange, routing_key, type, correlation_id, content_type, headers, body,
        failures
      from nucleus.redrive order by failures, created_at limit \(limit) for update skip locked
      """
    ).map(Redrive.init(row:))
  }

  /// They have arrived.
  public static func remove(_ ids: [UUID], in transaction: PostgresConnection) async throws {
    try await transaction.execute("delete from nucleus.redrive where message_id = any(\(ids))")
  }

  /// They have not, and are tried again.
  public static func noteFailure(of ids: [UUID], in transaction: PostgresConnection) async throws {
    try await transaction.execute(
      "update nucleus.redrive set failures = failures + 1 where message_id = any(\(ids))")
  }

  /// They cannot be sent: their dead letters wait again, with a word on why.
  public static func giveUp(
    _ ids: [UUID], note: String, in transaction: PostgresConnection
  ) async throws {
    try await transaction.execute(
      """
      with given_up as (delete from nucleus.redrive where message_id = any(\(ids)) returning dead_letter_id)
      update nucleus.dead_letter d set status = 'WAITING', decided_at = null, decided_by = null,
        redriven_as = null, note = \(note)
      from given_up g where d.id = g.dead_letter_id
      """)
  }
}
