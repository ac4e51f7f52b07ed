import Foundation
import Postgres
import Storage
import Testing

extension SchedulerPlatform {
  /// Waits until the index has messages of the types about a run.
  func journaled(_ run: UUID, _ types: Set<String>) async throws -> [JournalEntry] {
    try await eventually("the run's messages are indexed") {
      Set(try await journal(of: run).map(\.type)).isSuperset(of: types)
    }
    return try await journal(of: run)
  }

  func journal(of run: UUID) async throws -> [JournalEntry] {
    try await JournalQueries.messages(ofRuns: [run], in: owner)[run] ?? []
  }

  /// All of the index.
  func journal() async throws -> [JournalEntry] {
    try await JournalQueries.list(.init(), first: 100_000, in: owner)
  }

  /// Other tests lose streams, and with them what their completeness is about.
  func forgetLosses() async throws {
    try await owner.execute("delete from nucleus.journal_published")
    try await owner.execute("delete from nucleus.journal_missing_command")
    try await owner.execute(
      """
      delete from nucleus.command_log c where not exists (
        select 1 from nucleus.journal_entry e where e.message_id = c.command_id and e.exchange = 'nucleus.commands')
      """)
  }
}
