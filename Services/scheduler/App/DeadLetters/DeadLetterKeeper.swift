import Logging
import Metrics
import Postgres
import ServiceLifecycle
import ServiceRuntime
import Storage

/// Says how many dead letters wait and for how long, and forgets those that were decided about long ago.
struct DeadLetterKeeper: Service {
  let database: PostgresPool
  let schema: SchemaWatch
  /// How long what was decided about is kept.
  let retention: Duration
  let logger: Logger
  private let waiting = Gauge(label: "nucleus.dead_letters.waiting")
  private let oldestAge = Gauge(label: "nucleus.dead_letters.oldest_age_seconds")

  private static let interval = Duration.seconds(5)
  /// Every so many passes.
  private static let prunePasses = 12
  private static let pruneBatch = 1_000

  init(database: PostgresPool, schema: SchemaWatch, retention: Duration, logger: Logger) {
    self.database = database
    self.schema = schema
    self.retention = retention
    self.logger = logger
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      guard await schema.waitUntilCurrent() else { return }
      var passes = 0
      while !Task.isCancelled {
        await pass(pruning: passes.isMultiple(of: Self.prunePasses))
        passes += 1
        try? await Task.sleep(for: Self.interval)
      }
    }
  }

  private func pass(pruning: Bool) async {
    do {
      let backlog = try await DeadLetterQueries.backlog(database)
      waiting.record(backlog.waiting)
      oldestAge.record(backlog.oldestAge)
      guard pruning else { return }
      while try await DeadLetterStore.prune(
        decidedBefore: retention, atMost: Self.pruneBatch, in: database) == Self.pruneBatch
      {}
    } catch {
      logger.debug("Dead letters not looked after.", metadata: [LogKey.error: "\(error)"])
    }
  }
}
