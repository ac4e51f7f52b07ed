import Contracts
import Foundation
import Postgres

/// Writes the index of the journal, together with how far it has come.
///
/// One process at a time does so. It holds the position for a while, counted by the database's clock, and each batch
/// moves it on from where that process left it: who has lost it writes nothing.
public enum JournalIndex {
  /// What the relays send: the exchanges whose messages they count.
  public static let relayedExchanges = [Exchange.triggers, .events, .requests].map(\.rawValue)

  private static let stream = Queue.journalName

  /// Takes the position, if nobody holds it.
  /// - Parameters:
  ///   - holder: unique to the process.
  ///   - force: whether it is taken from another one.
  /// - Returns: the place of the next message to be indexed; nil when somebody else has it.
  public static func take(
    for holder: String, during ttl: Duration, force: Bool = false, in database: some PostgresExecutor
  ) async throws -> JournalPlace? {
    let taken = try await database.query(
      """
      update nucleus.journal_position
      set holder = \(holder), held_until = clock_timestamp() + \(ttl.seconds) * interval '1 second'
      where stream = \(stream) and (\(force) or held_until is null or held_until < clock_timestamp() or holder = \(holder))
      returning generation, next_offset
      """
    ).first
    return try taken.map {
      JournalPlace(generation: try $0.decode("generation"), offset: try $0.decode("next_offset"))
    }
  }

  /// Where reading again what lies before a position does no harm.
  /// - Parameter overlap: how far back to look for messages that could not be read.
  /// - Returns: the place behind the last of those; 0 where there is none.
  public static func readable(
    before position: JournalPlace, overlap: Int64, in database: some PostgresExecutor
  ) async throws -> Int64 {
    try await database.query(
      """
      select coalesce(max(stream_offset) + 1, 0) as readable from nucleus.journal_entry
      where generation = \(position.generation) and type = \(JournalEntry.unreadableType)
        and stream_offset >= \(position.offset - overlap)
      """
    ).first?.decode("readable") ?? 0
  }

  /// Holds on to the position while there is nothing to index.
  /// - Returns: whether it is still the caller's.
  public static func keep(
    for holder: String, during ttl: Duration, in database: some PostgresExecutor
  ) async throws -> Bool {
    try await database.execute(
      """
      update nucleus.journal_position set held_until = clock_timestamp() + \(ttl.seconds) * interval '1 second'
      where stream = \(stream) and holder = \(holder)
      """) == 1
  }

  /// Lets the position go, so that another process need not wait.
  public static func release(_ holder: String, in database: some PostgresExecutor) async throws {
    try await database.execute(
      "update nucleus.journal_position set held_until = null, holder = null where stream = \(stream) and holder = \(holder)"
    )
  }

  /// Writes entries and moves the position behind them, in one statement.
  ///
  /// A message that was published twice is one entry, at its first place; in the newer one of two streams.
  /// - Parameters:
  ///   - entries: what lies from `position` on, in its order and generation.
  ///   - next: the place behind the last of them.
  /// - Returns: false when the position is not the caller's any more; nothing was written then.
  public static func record(
    _ entries: [JournalEntry], from position: JournalPlace, to next: Int64, by holder: String,
    during ttl: Duration,
    in database: some PostgresExecutor
  ) async throws -> Bool {
    let moved = try await database.query(
      """
      with moved as (
        update nucleus.journal_position set next_offset = \(next), held_until = clock_timestamp() + \(ttl.seconds) * interval '1 second'
        where stream = \(stream) and holder = \(holder)
          and generation = \(position.generation) and next_offset = \(position.offset) returning 1
      ), fresh as (
        insert into nucleus.journal_entry (generation, stream_offset, message_id, type, exchange, routing_key, published_at, sender,
                                           run_id, endpoint_id, correlation_id, causation_id, replay_of)
        select distinct on (message_id, exchange) * from unnest(
          \(entries.map(\.place.generation)), \(entries.map(\.offset)), \(entries.map(\.messageID)), \(entries.map(\.type)), \(entries.map(\.exchange)),
          \(entries.map(\.routingKey)), \(entries.map(\.publishedAt)), \(entries.map(\.sender)),
          \(entries.map(\.runID)), \(entries.map(\.endpointID)), \(entries.map(\.correlationID)),
          \(entries.map(\.causationID)), \(entries.map(\.replayOf))
        ) as e (generation, stream_offset, message_id, type, exchange, routing_key, published_at, sender, run_id,
                endpoint_id, correlation_id, causation_id, replay_of)
        where exists (select 1 from moved) and not exists (
          select 1 from nucleus.journal_entry there
          where there.generation = e.generation and there.stream_offset = e.stream_offset)
        order by message_id, exchange, stream_offset
        on conflict (message_id, exchange) do update
        set generation = excluded.generation, stream_offset = excluded.stream_offset
        where journal_entry.generation < excluded.generation
        -- What is only moved has been counted.
        returning message_id, exchange, generation, stream_offset, published_at, xmax = 0 as counts
      ), counted as (\(countMinutes(of: "fresh")))
      select 1 from moved
      """)
    return !moved.isEmpty
  }

  /// Forgets what can be read from the stream anew, and begins at its first message.
  /// - Parameter first: the oldest place that the stream still holds. What lies before it stays as it is, and so does what
  ///   lay in streams that are gone.
  /// - Returns: false when the position is not the caller's any more, or at another stream.
  public static func reset(to first: JournalPlace, by holder: String, in transaction: PostgresConnection)
    async throws -> Bool
  {
    let moved = try await transaction.execute(
      """
      update nucleus.journal_position set next_offset = \(first.offset), first_offset = \(first.offset)
      where stream = \(stream) and holder = \(holder) and generation = \(first.generation)
      """)
    guard moved == 1 else { return false }
    try await transaction.execute(
      """
      delete from nucleus.journal_entry
      where generation = \(first.generation) and stream_offset >= \(first.offset)
      """)
    try await transaction.execute("delete from nucleus.journal_minute")
    try await transaction.execute(countMinutes(of: "(select *, true as counts from nucleus.journal_entry) e"))
    return true
  }

  /// Adds entries to the totals of their minutes.
  private static func countMinutes(of entries: SQL) -> SQL {
    """
    insert into nucleus.journal_minute as total (minute, generation, first_offset, last_offset, messages, digest)
    select floor(extract(epoch from published_at) / 60)::bigint, generation, min(stream_offset), max(stream_offset),
           count(*) filter (where counts and exchange = any(\(relayedExchanges))),
           coalesce(
             bit_xor(hashtextextended(message_id, 0)) filter (where counts and exchange = any(\(relayedExchanges))), 0)
    from \(entries) group by 1, 2
    on conflict (minute, generation) do update
    set first_offset = least(total.first_offset, excluded.first_offset),
        last_offset = greatest(total.last_offset, excluded.last_offset),
        messages = total.messages + excluded.messages, digest = total.digest # excluded.digest
    """
  }
}
