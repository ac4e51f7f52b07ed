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
                                  replay_of, run_id, endpoint_id, traceparent, body, expires_after_ms)
      select * from unnest(
        \(messages.map(\.id)), \(messages.map(\.exchange.rawValue)), \(messages.map(\.routingKey)),
        \(messages.map(\.isMandatory)), \(messages.map(\.type.rawValue)), \(messages.map(\.correlationID)),
        \(messages.map(\.causationID)), \(messages.map(\.replayOf)), \(messages.map(\.runID)),
        \(messages.map(\.endpointID)), \(messages.map(\.traceparent)), \(messages.map(\.body)),
        \(messages.map { $0.expirationMilliseconds.map(Int64.init) }))
      """)
  }

  /// Locks the oldest messages that no other relay holds; they stay locked until the transaction ends.
  /// - Parameters:
  ///   - routes: routing keys of triggers that are left alone.
  ///   - withEvents: whether events are taken; they wait for the journal to confirm them.
  public static func take(
    atMost limit: Int, exceptTriggersOf routes: [String] = [], withEvents: Bool = true,
    in transaction: PostgresConnection
  ) async throws -> [OutboxMessage] {
    let events: SQL = withEvents ? "" : "and exchange <> \(Exchange.events.rawValue)"
    return try await transaction.query(
      """
      select \(columns) from nucleus.outbox
      where producer = current_user and journal_of is null
        and not (exchange = \(Exchange.triggers.rawValue) and routing_key = any(\(routes)))
        \(events)
      order by id limit \(limit) for update skip locked
      """
    ).map { try OutboxMessage(row: $0) }
  }

  /// Locks the oldest trigger of each route, unless another relay holds that very one.
  public static func takeOldestTrigger(
    ofEach routes: [String], in transaction: PostgresConnection
  ) async throws -> [OutboxMessage] {
    try await transaction.query(
      """
      select \(columns) from nucleus.outbox
      where id in (
        select distinct on (routing_key) id from nucleus.outbox
        where producer = current_user and exchange = \(Exchange.triggers.rawValue)
          and routing_key = any(\(routes))
        order by routing_key, id)
      order by id for update skip locked
      """
    ).map { try OutboxMessage(row: $0) }
  }

  /// Those of the routes that triggers wait for.
  public static func waiting(
    amongst routes: [String], in transaction: PostgresConnection
  ) async throws -> Set<String> {
    let rows = try await transaction.query(
      """
      select distinct routing_key from nucleus.outbox
      where producer = current_user and exchange = \(Exchange.triggers.rawValue)
        and routing_key = any(\(routes))
      """)
    return try Set(rows.map { try $0.decode("routing_key", as: String.self) })
  }

  /// The messages about a run that have not been sent yet, oldest first.
  public static func messages(about run: UUID, in database: some PostgresExecutor) async throws
    -> [OutboxMessage]
  {
    try await database.query(
      "select \(columns) from nucleus.outbox where producer = current_user and run_id = \(run) order by id"
    ).map { try OutboxMessage(row: $0) }
  }

  private static let columns: SQL = """
    id, exchange, routing_key, mandatory, type, correlation_id, causation_id, replay_of, run_id, endpoint_id,
    traceparent, body, journal_of, expires_after_ms
    """

  /// Locks the oldest copies that wait for the journal and that no other relay holds.
  /// - Parameter withEvents: whether events are taken too, which the journal has to confirm as well.
  public static func takeForJournal(
    atMost limit: Int, withEvents: Bool, in transaction: PostgresConnection
  ) async throws -> [OutboxMessage] {
    let events: SQL = withEvents ? "or exchange = \(Exchange.events.rawValue)" : ""
    return try await transaction.query(
      """
      select \(columns) from nucleus.outbox
      where producer = current_user and (journal_of is not null \(events))
      order by id limit \(limit) for update skip locked
      """
    ).map { try OutboxMessage(row: $0) }
  }

  /// Leaves of messages that have reached their queue what the journal still has to get.
  public static func keepForJournal(_ ids: [UUID], in transaction: PostgresConnection) async throws {
    guard !ids.isEmpty else { return }
    try await transaction.execute(
      """
      update nucleus.outbox
      set journal_of = exchange, exchange = \(Exchange.journal.rawValue), mandatory = true
      where id = any(\(ids)) and journal_of is null
      """)
  }

  /// Removes messages that have not been published.
  public static func discard(_ ids: [UUID], in transaction: PostgresConnection) async throws {
    guard !ids.isEmpty else { return }
    try await transaction.execute("delete from nucleus.outbox where id = any(\(ids))")
  }

  /// Removes messages that the broker has confirmed, and counts those that the journal must hold now.
  /// - Parameter publisher: the process that counts, so that two of them never wait for each other.
  public static func remove(
    published ids: [UUID], by publisher: String, in transaction: PostgresConnection
  ) async throws {
    guard !ids.isEmpty else { return }
    try await transaction.execute(
      """
      with removed as (
        delete from nucleus.outbox where id = any(\(ids)) returning id, coalesce(journal_of, exchange) as exchange
      )
      insert into nucleus.journal_published as total (minute, publisher, messages, digest)
      select nucleus.uuid_minute(id), \(publisher), count(*), bit_xor(hashtextextended(id::text, 0))
      from removed where exchange = any(\(JournalIndex.relayedExchanges)) group by 1
      on conflict (minute, publisher) do update
      set messages = total.messages + excluded.messages, digest = total.digest # excluded.digest
      """)
  }

  /// Seconds since the oldest message was written; nil when there is none.
  public static func oldestAge(_ database: some PostgresExecutor) async throws -> Double? {
    try await backlog(database, atMost: 1).oldestAge
  }

  /// What waits in the outbox.
  /// - Parameter limit: the oldest so many are counted; what a count of a long outbox costs is bounded by it.
  public static func backlog(
    _ database: some PostgresExecutor, atMost limit: Int = 100_000
  ) async throws -> OutboxBacklog {
    let rows = try await database.query(
      """
      select count(*) as n, extract(epoch from clock_timestamp() - min(created_at))::float8 as age from (
        select created_at from nucleus.outbox where producer = current_user order by id limit \(limit)
      ) oldest
      """)
    guard let row = rows.first else { return OutboxBacklog(count: 0, oldestAge: nil) }
    return OutboxBacklog(count: try row.decode("n"), oldestAge: try row.decode("age"))
  }
}
