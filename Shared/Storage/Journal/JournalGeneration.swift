import Contracts
import Foundation
import Postgres

/// Tells a stream of the journal that was made anew from the one that has been read so far.
public enum JournalGeneration {
  /// Whether messages of the stream lie where others were indexed: at least one of them, sent not long ago, is not known
  /// to the index, although the stream has been read beyond its place.
  ///
  /// A stream that only lags behind, as a replica may for a while, holds nothing that was not indexed.
  /// - Parameter echo: messages that lie before the position.
  public static func isNew(
    by echo: [JournalEntry], in database: some PostgresExecutor
  ) async throws -> Bool {
    let echo = echo.filter(\.hasOwnID)
    guard !echo.isEmpty else { return false }
    return try await database.query(
      """
      select exists (
        select 1 from unnest(
          \(echo.map(\.place.generation)), \(echo.map(\.offset)), \(echo.map(\.messageID)),
          \(echo.map(\.exchange)), \(echo.map(\.publishedAt))
        ) as echo (generation, stream_offset, message_id, exchange, published_at)
        where published_at > clock_timestamp() - \(recent.seconds) * interval '1 second'
          and not exists (
            select 1 from nucleus.journal_entry e
            where e.message_id = echo.message_id and e.exchange = echo.exchange)
          and not exists (
            select 1 from nucleus.journal_entry e
            where e.generation = echo.generation and e.stream_offset = echo.stream_offset
              and e.type = \(JournalEntry.unreadableType))) as is_new
      """
    ).first?.decode("is_new") ?? false
  }

  /// Gives up the stream that has been read so far: what comes is read from the beginning of another one.
  /// - Returns: false when the position is not the caller's any more.
  public static func begin(
    after generation: Int64, by holder: String, in database: some PostgresExecutor
  ) async throws -> Bool {
    try await database.execute(
      """
      update nucleus.journal_position set generation = generation + 1, next_offset = 0, first_offset = 0
      where stream = \(Queue.journalName) and holder = \(holder) and generation = \(generation)
      """) == 1
  }

  /// Shorter than the index is kept at least: of older messages nothing follows from their absence.
  private static let recent = Duration.seconds(43_200)
}
