import Contracts
import Logging
import Messaging
import Metrics
import Postgres
import ServiceLifecycle
import ServiceRuntime
import Storage

/// Says how many dead letters wait and for how long, and gives the journal the copies that it has missed.
struct DeadLetterKeeper: Service {
  let database: PostgresPool
  let schema: SchemaWatch
  let copies: JournalCopier
  let logger: Logger
  private let waiting = Gauge(label: "nucleus.dead_letters.waiting")
  private let oldestAge = Gauge(label: "nucleus.dead_letters.oldest_age_seconds")

  private static let interval = Duration.seconds(5)
  /// Within which whoever files a dead letter has copied it.
  private static let copyTime = Duration.seconds(30)
  private static let copyBatch = 20

  init(database: PostgresPool, schema: SchemaWatch, copies: JournalCopier, logger: Logger) {
    self.database = database
    self.schema = schema
    self.copies = copies
    self.logger = logger
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      guard await schema.waitUntilCurrent() else { return }
      while !Task.isCancelled {
        await pass()
        try? await Task.sleep(for: Self.interval)
      }
    }
  }

  /// As many as the journal takes of a batch; two copies of one that has an id are one to its index.
  private func copyToJournal() async throws {
    let letters = try await DeadLetterQueries.unjournaled(
      filedBefore: Self.copyTime, atMost: Self.copyBatch, in: database)
    for letter in letters {
      guard await copies.copy(letter.message, of: .dead, routingKey: "") else { return }
      try await DeadLetterStore.noteJournaled([letter.id], in: database)
    }
  }

  private func pass() async {
    do {
      let backlog = try await DeadLetterQueries.backlog(database)
      waiting.record(backlog.waiting)
      oldestAge.record(backlog.oldestAge)
      try await copyToJournal()
    } catch {
      logger.debug("Dead letters not looked after.", metadata: [LogKey.error: "\(error)"])
    }
  }
}
