import Postgres
import Storage

/// One sort of rows that are forgotten when they are old enough, by the clock of the database.
struct RetentionRule: Sendable {
  /// Removes at most so many rows that are older than the age.
  /// - Returns: how many went; as many as asked for means that there may be more.
  typealias Prune = @Sendable (_ age: Duration, _ limit: Int) async throws -> Int

  /// A word, for logs and metrics.
  let name: String
  let age: Duration
  /// Rows of one statement: few enough that nobody waits for it.
  let batch: Int
  let prune: Prune

  init(_ name: String, after age: Duration, batch: Int = 1_000, prune: @escaping Prune) {
    self.name = name
    self.age = age
    self.batch = batch
    self.prune = prune
  }

  /// Everything that schedulers forget.
  static func all(_ settings: RetentionSettings, in database: PostgresPool) -> [RetentionRule] {
    [
      RetentionRule("commands", after: CommandLogStore.retention) {
        try await CommandLogStore.prune(olderThan: $0, atMost: $1, in: database)
      },
      RetentionRule("run_logs", after: settings.runLogs) {
        try await RunLogStore.prune(olderThan: $0, atMost: $1, in: database)
      },
      RetentionRule("processes", after: ProcessStore.retention) {
        try await ProcessStore.prune(olderThan: $0, atMost: $1, in: database)
      },
      RetentionRule("dead_letters", after: settings.deadLetters) {
        try await DeadLetterStore.prune(olderThan: $0, atMost: $1, in: database)
      },
      RetentionRule("webhook_log", after: settings.webhookLog) {
        try await WebhookPlanning.prune(olderThan: $0, atMost: $1, in: database)
      },
      RetentionRule("journal_index", after: settings.journalIndex, batch: 5_000) {
        try await JournalRetention.prune(olderThan: $0, atMost: $1, in: database)
      },
    ]
  }
}
