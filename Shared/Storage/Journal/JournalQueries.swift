import Contracts
import Foundation
import Postgres

/// Reads the index of the journal.
public enum JournalQueries {
  /// What a list holds. A nil member does not restrict it.
  public struct Filter: Sendable, Hashable {
    public var runID: UUID?
    public var endpointID: UUID?
    public var type: String?
    /// Inclusive.
    public var from: Date?
    /// Exclusive.
    public var to: Date?

    public init(
      runID: UUID? = nil, endpointID: UUID? = nil, type: String? = nil, from: Date? = nil, to: Date? = nil
    ) {
      self.runID = runID
      self.endpointID = endpointID
      self.type = type
      self.from = from
      self.to = to
    }

    var conditions: SQL {
      var conditions: [SQL] = []
      if let runID {
        conditions.append(
          """
          (e.generation, e.stream_offset) in (
            \(JournalQueries.chains(ofRuns: [runID])) select generation, stream_offset from chain)
          """)
      }
      if let endpointID { conditions.append("e.endpoint_id = \(endpointID)") }
      if let type { conditions.append("e.type = \(type)") }
      // Times are found by the minutes' places: the index is in the stream's order, which is nearly that of time.
      if let from {
        conditions.append(
          """
          e.published_at >= \(from) and (e.generation, e.stream_offset) >= (
            select generation, first_offset from nucleus.journal_minute where minute >= \(Self.minute(of: from))
            order by generation, first_offset limit 1)
          """)
      }
      if let to {
        conditions.append(
          """
          e.published_at < \(to) and (e.generation, e.stream_offset) <= (
            select generation, last_offset from nucleus.journal_minute where minute <= \(Self.minute(of: to))
            order by generation desc, last_offset desc limit 1)
          """)
      }
      return conditions.isEmpty ? "true" : SQL.all(conditions)
    }

    private static func minute(of date: Date) -> Int64 {
      Int64((min(max(date.timeIntervalSince1970, 0), 1e12) / 60).rounded(.down))
    }
  }

  /// The oldest first.
  /// - Parameter place: where the page before ended.
  public static func list(
    _ filter: Filter, first: Int, after place: JournalPlace? = nil, in database: some PostgresExecutor
  ) async throws -> [JournalEntry] {
    let isBehind: SQL =
      place.map { "(e.generation, e.stream_offset) > (\($0.generation), \($0.offset))" } ?? "true"
    return try await database.query(
      """
      select \(columns) from nucleus.journal_entry e
      where \(isBehind) and \(filter.conditions) order by e.generation, e.stream_offset limit \(first)
      """
    ).map { try JournalEntry(row: $0) }
  }

  /// How many entries match, counted up to a limit.
  public static func count(
    _ filter: Filter, atMost limit: Int, in database: some PostgresExecutor
  ) async throws -> Int {
    try await database.query(
      """
      select count(*)::int8 as count from (
        select 1 from nucleus.journal_entry e where \(filter.conditions) limit \(limit)) matches
      """
    ).first?.decode("count") ?? 0
  }

  /// Entries by their ids.
  public static func find(
    _ ids: [String], in database: some PostgresExecutor
  ) async throws -> [String: JournalEntry] {
    let keys = ids.map(JournalEntry.Key.init)
    let entries = try await database.query(
      """
      select \(columns) from nucleus.journal_entry e
      join unnest(\(keys.map(\.messageID)), \(keys.map(\.isDead))) as key (message_id, is_dead)
        on e.message_id = key.message_id and (e.exchange = \(Exchange.dead.rawValue)) = key.is_dead
      """
    ).map { try JournalEntry(row: $0) }
    return Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The messages about each run, and those that led to them, the oldest first. Of very many, the first ones and the last
  /// ones: how the run began and how it ended.
  public static func messages(
    ofRuns runs: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID: [JournalEntry]] {
    let rows = try await database.query(
      """
      \(chains(ofRuns: runs)), places as (
        select run, generation, stream_offset,
               row_number() over (partition by run order by generation, stream_offset) as place,
               count(*) over (partition by run) as total
        from (select distinct run, generation, stream_offset from chain) places
      )
      select places.run, \(columns) from places join nucleus.journal_entry e using (generation, stream_offset)
      where places.place <= \(mostOfBeginning) or places.place > places.total - \(mostOfEnd)
      order by e.generation, e.stream_offset
      """)
    var messages: [UUID: [JournalEntry]] = [:]
    for row in rows {
      messages[try row.decode("run", as: UUID.self), default: []].append(try JournalEntry(row: row))
    }
    return messages
  }

  /// The messages about each run, and along their causes those that led to them.
  private static func chains(ofRuns runs: [UUID]) -> SQL {
    """
    with recursive chain (run, generation, stream_offset, causation_id, steps) as (
      select run_id, generation, stream_offset, causation_id, 0 from nucleus.journal_entry where run_id = any(\(runs))
      union
      select chain.run, cause.generation, cause.stream_offset, cause.causation_id, chain.steps + 1
      from chain join nucleus.journal_entry cause on cause.message_id = chain.causation_id
      where chain.steps < \(maximumSteps)
    )
    """
  }

  /// The messages that each of the messages led to, the oldest first.
  public static func effects(
    of messages: [String], in database: some PostgresExecutor
  ) async throws -> [String: [JournalEntry]] {
    let entries = try await database.query(
      """
      select \(columns) from unnest(\(messages)) as cause (message_id)
      cross join lateral (
        select * from nucleus.journal_entry e where e.causation_id = cause.message_id
        order by e.generation, e.stream_offset limit \(mostEffects)) e
      order by e.generation, e.stream_offset
      """
    ).map { try JournalEntry(row: $0) }
    return Dictionary(grouping: entries) { $0.causationID ?? "" }
  }

  private static let mostOfBeginning = 100
  private static let mostOfEnd = 400
  private static let mostEffects = 500
  /// From the command to the last event of its run it is three.
  private static let maximumSteps = 8

  private static let columns: SQL = """
    e.generation, e.stream_offset, (e.generation, e.stream_offset) < (
      select generation, first_offset from nucleus.journal_position where stream = \(Queue.journalName)) as is_gone,
    e.message_id, e.type, e.exchange, e.routing_key, e.published_at, e.sender, e.run_id, e.endpoint_id,
    e.correlation_id, e.causation_id, e.replay_of
    """
}
