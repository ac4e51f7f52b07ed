import Logging
import Metrics
import Postgres
import Storage

/// Looks now and then at how much waits in the outbox, and since when.
struct OutboxGauge: Sendable {
  let database: PostgresPool
  let logger: Logger
  private let waiting = Gauge(label: "nucleus.outbox.waiting")
  private let oldest = Gauge(label: "nucleus.outbox.oldest_seconds")

  /// No more often than a scraper asks.
  static let interval = Duration.seconds(15)

  init(database: PostgresPool, logger: Logger) {
    self.database = database
    self.logger = logger
  }

  func run() async {
    while !Task.isCancelled {
      do {
        let backlog = try await OutboxStore.backlog(database)
        waiting.record(backlog.count)
        oldest.record(backlog.oldestAge ?? 0)
      } catch {
        logger.debug("outbox not measured", metadata: ["error": "\(error)"])
      }
      try? await Task.sleep(for: Self.interval)
    }
  }
}
