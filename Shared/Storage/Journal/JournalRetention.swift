import Contracts
import Foundation
import Postgres

/// Forgets old entries of the index. The stream forgets its messages by itself.
public enum JournalRetention {
  /// Notes the oldest place that the stream holds.
  public static func noteFirst(_ place: JournalPlace, in database: some PostgresExecutor) async throws {
    try await database.execute(
      """
      update nucleus.journal_position set first_offset = \(place.offset)
      where stream = \(Queue.journalName) and generation = \(place.generation) and first_offset < \(place.offset)
      """)
  }

  /// Removes entries that were published longer ago than `age`.
  /// - Returns: how many; `limit` means that there may be more.
  public static func prune(
    olderThan age: Duration, atMost limit: Int, in database: PostgresPool
  ) async throws -> Int {
    let minute: SQL = "floor(extract(epoch from clock_timestamp()) / 60 - \(age.seconds) / 60)::bigint"
    let removed = try await database.execute(
      """
      delete from nucleus.journal_entry where (generation, stream_offset) in (
        select generation, stream_offset from nucleus.journal_entry
        where (generation, stream_offset) <= (
            select generation, last_offset from nucleus.journal_minute where minute < \(minute)
            order by generation desc, last_offset desc limit 1)
          and published_at < clock_timestamp() - \(age.seconds) * interval '1 second'
        order by generation, stream_offset limit \(limit))
      """)
    if removed < limit {
      try await database.execute("delete from nucleus.journal_minute where minute < \(minute)")
      try await database.execute("delete from nucleus.journal_published where minute < \(minute)")
    }
    return removed
  }
}
