import Contracts
import Foundation
import Postgres

/// Whether the journal holds what was published (I23).
///
/// The relays count each message in the transaction that takes it out of the outbox, by the minute its id was made in;
/// the index counts what it finds in the stream in the same way. Both keep the exclusive or of the ids' hashes, so
/// that the same number of other messages is not taken for the same ones. Commands are looked for one by one.
///
/// Where the stream holds more in a minute than was counted, as after a crash of a relay before it could count, nothing
/// follows, and a loss in the same minute may not show. Dead letters are not counted: their rows are what counts.
public enum JournalCompleteness {
  /// What the stream lacks.
  public struct Report: Sendable, Hashable {
    /// Of the last day's messages that relays have published.
    public var relayed: Int
    /// Of the last day's commands that were handled.
    public var commands: Int

    public init(relayed: Int, commands: Int) {
      self.relayed = relayed
      self.commands = commands
    }

    public var missing: Int { relayed + commands }
  }

  /// Compares. The index has to have caught up: what it has not seen yet would count as missing.
  public static func check(in database: some PostgresExecutor) async throws -> Report {
    let relayed = try await database.query(
      """
      with bounds as (
        select floor(extract(epoch from clock_timestamp()) / 60)::bigint as now
      ), published as (
        select minute, sum(messages)::bigint as messages, bit_xor(digest) as digest
        from nucleus.journal_published, bounds
        where minute between bounds.now - \(minutesLookedAt) and bounds.now - \(settlingMinutes) group by minute
      ), indexed as (
        select minute, sum(messages)::bigint as messages, bit_xor(digest) as digest
        from nucleus.journal_minute, bounds where minute >= bounds.now - \(minutesLookedAt) group by minute
      )
      select coalesce(sum(case
        when p.messages > coalesce(m.messages, 0) then p.messages - coalesce(m.messages, 0)
        when p.messages = m.messages and p.digest <> m.digest then 1
        else 0 end), 0)::int8 as missing
      from published p left join indexed m using (minute)
      """
    ).first?.decode("missing", as: Int.self)
    return Report(relayed: relayed ?? 0, commands: try await missingCommands(in: database))
  }

  /// Looks for the commands of the last hour, or since that was last done, and again for those that were missing.
  private static func missingCommands(in database: some PostgresExecutor) async throws -> Int {
    try await database.execute(
      """
      with span as (
        select stream,
          greatest(
            commands_from, clock_timestamp() - interval '24 hours',
            least(commands_checked_until, clock_timestamp() - interval '1 hour')) as since,
          clock_timestamp() - interval '10 seconds' as until
        from nucleus.journal_position where stream = \(Queue.journalName)
      ), noted as (
        insert into nucleus.journal_missing_command (command_id, received_at)
        select c.command_id, c.received_at from nucleus.command_log c, span
        where c.received_at > span.since and c.received_at <= span.until
          and not exists (\(entry(of: "c")))
        on conflict do nothing
      )
      update nucleus.journal_position p set commands_checked_until = span.until
      from span where p.stream = span.stream
      """)
    try await database.execute(
      """
      delete from nucleus.journal_missing_command m
      where m.received_at < clock_timestamp() - interval '24 hours' or exists (\(entry(of: "m")))
      """)
    return try await database.query(
      "select count(*)::int8 as missing from nucleus.journal_missing_command"
    ).first?.decode("missing") ?? 0
  }

  private static func entry(of command: SQL) -> SQL {
    """
    select 1 from nucleus.journal_entry e
    where e.message_id = \(command).command_id and e.exchange = \(Exchange.commands.rawValue)
    """
  }

  private static let minutesLookedAt: Int64 = 24 * 60
  /// The current minute and the one before are still being counted.
  private static let settlingMinutes: Int64 = 2
}
