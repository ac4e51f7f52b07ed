import Logging
import Metrics
import Postgres
import ServiceLifecycle
import ServiceRuntime
import Storage

/// Says how many dead letters wait and for how long.
struct DeadLetterKeeper: Service {
  let database: PostgresPool
  let schema: SchemaWatch
  let logger: Logger
  private let waiting = Gauge(label: "nucleus.dead_letters.waiting")
  private let oldestAge = Gauge(label: "nucleus.dead_letters.oldest_age_seconds")

  private static let interval = Duration.seconds(5)

  init(database: PostgresPool, schema: SchemaWatch, logger: Logger) {
    self.database = database
    self.schema = schema
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

  private func pass() async {
    do {
      let backlog = try await DeadLetterQueries.backlog(database)
      waiting.record(backlog.waiting)
      oldestAge.record(backlog.oldestAge)
    } catch {
      logger.debug("Dead letters not counted.", metadata: [LogKey.error: "\(error)"])
    }
  }
}
