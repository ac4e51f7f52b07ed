import Contracts
import Foundation
import Postgres

/// The outbox rows of the service that asks: row-level security hides those of the others.
public enum OutboxStore {
  /// Adds messages to the caller's transaction.
  public static func add(_ messages: [OutboxMessage], to transaction: PostgresConnection) async throws {
    guard !messages.isEmpty else { return }
    try await transaction.execute(
      """
      insert into nucleus.outbox (id, exchange, routing_key, mandatory, type, correlation_id, causation_id,
                                  run_id, endpoint_id, traceparent, body)
      select * from unnest(
        \(messages.map(\.id)), \(messages.map(\.exchange.rawValue)), \(messages.map(\.routingKey)),
        \(messages.map(\.isMandatory)), \(messages.map(\.type.rawValue)), \(messages.map(\.correlationID)),
        \(messages.map(\.causationID)), \(messages.map(\.runID)), \(messages.map(\.endpointID)),
        \(messages.map(\.traceparent)), \(messages.map(\.body)))
      """)
  }

  /// Locks the oldest messages that no other relay holds; they stay locked until the transaction ends.
  public static func take(
    atMost limit: Int, in transaction: PostgresConnection
  ) async throws -> [OutboxMessage] {
    let rows = try await transaction.query(
      """
      select id, exchange, routing_key, mandatory, type, correlation_id, causation_id, run_id, endpoint_id,
             traceparent, body
      from nucleus.outbox where producer = current_user
      order by id limit \(limit) for update skip locked
      """)
    return try rows.map { row in
      OutboxMessage(
        id: try row.decode("id"), exchange: try row.decodeCase("exchange"),
        routingKey: try row.decode("routing_key"), isMandatory: try row.decode("mandatory"),
        type: try row.decodeCase("type"), correlationID: try row.decode("correlation_id"),
        causationID: try row.decode("causation_id"), runID: try row.decode("run_id"),
        endpointID: try row.decode("endpoint_id"), traceparent: try row.decode("traceparent"),
        body: try row.decode("body"))
    }
  }

  public static func remove(_ ids: [UUID], in transaction: PostgresConnection) async throws {
    try await transaction.execute("delete from nucleus.outbox where id = any(\(ids))")
  }

  /// Seconds since the oldest message was written; nil when there is none.
  public static func oldestAge(_ database: some PostgresExecutor) async throws -> Double? {
    let rows = try await database.query(
      """
      select extract(epoch from clock_timestamp() - min(created_at))::float8 as age
      from nucleus.outbox where producer = current_user
      """)
    return try rows.first?.decode("age", as: Double?.self) ?? nil
  }
}
