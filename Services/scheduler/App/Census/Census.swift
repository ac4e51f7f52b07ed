import Logging
import Postgres
import ServiceLifecycle
import ServiceRuntime
import Storage

/// Counts what is active in the whole platform, for metrics: slowly, in few statements, and only over indexes that
/// hold active rows alone, so that neither history nor the number of scrapers makes it dearer.
struct Census: Service {
  let database: PostgresPool
  let schema: SchemaWatch
  let logger: Logger
  private let metrics = CensusMetrics()

  /// No more often than a scraper asks.
  static let interval = Duration.seconds(15)

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

  func pass() async {
    do {
      metrics.record(try await CensusQueries.runs(database))
      metrics.record(try await CensusQueries.delays(database))
    } catch {
      logger.debug("Census not taken.", metadata: [LogKey.error: "\(error)"])
    }
  }
}
