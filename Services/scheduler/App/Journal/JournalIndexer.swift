import AMQP
import Foundation
import Logging
import Postgres
import ServiceLifecycle
import ServiceRuntime
import Storage

/// Keeps the index of the journal: reads the stream from where the index ends and writes what it finds, with how far
/// it has come, in one statement. Of all schedulers one does so; the others wait for it to go.
struct JournalIndexer: Service {
  let database: PostgresPool
  let schema: SchemaWatch
  /// Unique to the process.
  let holder: String
  let logger: Logger
  private let metrics: JournalMetrics
  private let session: JournalSession

  /// How long the position of a process that died is kept for it: a message is to show within five seconds even then.
  static let ttl = Duration.seconds(4)
  static let renewal = Duration.seconds(1)
  /// Before a subscription that was interrupted is made again.
  private static let retryInterval = Duration.milliseconds(100)

  init(
    client: AMQPClient, database: PostgresPool, schema: SchemaWatch, holder: String, logger: Logger
  ) {
    let metrics = JournalMetrics()
    self.database = database
    self.schema = schema
    self.holder = holder
    self.logger = logger
    self.metrics = metrics
    session = JournalSession(
      client: client, database: database, holder: holder, metrics: metrics, logger: logger)
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      guard await schema.waitUntilCurrent() else { return }
      var obstacle = JournalObstacle()
      while !Task.isCancelled {
        var pause = Self.renewal
        do {
          if let position = try await JournalIndex.take(for: holder, during: Self.ttl, in: database) {
            let end = try await session.index(from: position, passing: obstacle.passing(at: position))
            obstacle.note(end, at: position)
            if end == .interrupted || end == .cutOff { pause = Self.retryInterval }
          } else {
            metrics.standby()
          }
        } catch is CancellationError {
        } catch {
          logger.warning("The journal is not indexed.", metadata: [LogKey.error: "\(error)"])
        }
        try? await Task.sleep(for: pause)
      }
    }
    try? await JournalIndex.release(holder, in: database)
  }
}
