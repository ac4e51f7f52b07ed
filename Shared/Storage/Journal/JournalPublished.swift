import Foundation
import Postgres

/// What was published past the outbox, counted as the relays count what leaves it (`JournalCompleteness`).
public enum JournalPublished {
  /// - Parameters:
  ///   - ids: of messages that were sent to one of the exchanges that relays send to, and that the journal has taken.
  ///   - publisher: the process that counts, so that two of them never wait for each other.
  public static func note(
    _ ids: [UUID], by publisher: String, in database: some PostgresExecutor
  ) async throws {
    guard !ids.isEmpty else { return }
    try await database.execute(
      """
      insert into nucleus.journal_published as total (minute, publisher, messages, digest)
      select nucleus.uuid_minute(id), \(publisher), count(*), bit_xor(hashtextextended(id::text, 0))
      from unnest(\(ids)) as sent (id) group by 1
      on conflict (minute, publisher) do update
      set messages = total.messages + excluded.messages, digest = total.digest # excluded.digest
      """)
  }
}
