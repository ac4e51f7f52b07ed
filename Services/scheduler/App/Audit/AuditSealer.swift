import Foundation
import Logging
import Metrics
import Postgres
import ServiceLifecycle
import ServiceRuntime
import Storage

/// Seals new entries of the audit log, apart from the commands that wrote them: a chain lets one at a time through,
/// and triggers come by the thousand. Any number of schedulers may do so at once.
struct AuditSealer: Service {
  let database: PostgresPool
  let schema: SchemaWatch
  let logger: Logger
  private let lastPass = Gauge(label: "nucleus.audit.last_pass_timestamp")
  private let sealed = Counter(label: "nucleus.audit.sealed")

  static let interval = Duration.seconds(1)
  static let batch = 1_000
  /// How soon transactions that are under way are looked at again.
  private static let recheckInterval = Duration.milliseconds(50)

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

  /// Seals what there is. What is written meanwhile is left to the next pass.
  func pass() async {
    do {
      guard let frontier = try await AuditLedger.frontier(in: database) else { return passed() }
      while try await !AuditLedger.isPassed(frontier, in: database) {
        try await Task.sleep(for: Self.recheckInterval)
      }
      var count = 0
      repeat {
        count = try await database.transaction {
          try await AuditLedger.seal(upTo: frontier, atMost: Self.batch, in: $0)
        }
        sealed.increment(by: count)
        passed()
      } while count == Self.batch
    } catch is CancellationError {
    } catch {
      logger.debug("Audit log not sealed.", metadata: [LogKey.error: "\(error)"])
    }
  }

  /// A pass that fails is none: its alert tells of a log that is not sealed, not of one that nobody tried to seal.
  private func passed() { lastPass.record(Date().timeIntervalSince1970) }
}
