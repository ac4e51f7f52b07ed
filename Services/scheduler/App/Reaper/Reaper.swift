import Foundation
import Logging
import Metrics
import Postgres
import ServiceLifecycle
import ServiceRuntime
import Storage

/// The safety net behind leases and messages: finds runs that nobody holds any more (R6). Any number of schedulers may do
/// so at once.
struct Reaper: Service {
  let database: PostgresPool
  let schema: SchemaWatch
  let settings: ReaperSettings
  let wakeRelay: @Sendable () -> Void
  let logger: Logger
  private let metrics = ReaperMetrics()

  /// Every so many passes all queued runs are looked through: a long queue should not cost something every second.
  private static let orphanPasses = 10

  init(
    database: PostgresPool, schema: SchemaWatch, settings: ReaperSettings,
    wakeRelay: @escaping @Sendable () -> Void, logger: Logger
  ) {
    self.database = database
    self.schema = schema
    self.settings = settings
    self.wakeRelay = wakeRelay
    self.logger = logger
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      guard await schema.waitUntilCurrent() else { return }
      var passes = 0
      while !Task.isCancelled {
        await pass(lookingForOrphans: passes.isMultiple(of: Self.orphanPasses))
        passes += 1
        try? await Task.sleep(for: settings.interval)
      }
    }
  }

  func pass(lookingForOrphans: Bool = true) async {
    do {
      let report = try await RunReaper.reap(
        queuedAfter: settings.queuedAfter, retriggerAfter: settings.retriggerAfter,
        lookingForOrphans: lookingForOrphans, in: database)
      metrics.record(report)
      metrics.record(try await EndpointHealthQueries.illCounts(database))
      guard !report.isEmpty else { return }
      wakeRelay()
      logger.notice(
        "Runs were reaped.",
        metadata: [
          "retriggered": "\(report.retriggered)", "resent": "\(report.resent)", "lost": "\(report.lost)",
          "skipped": "\(report.skipped)",
        ])
    } catch {
      logger.debug("Runs not reaped.", metadata: [LogKey.error: "\(error)"])
    }
  }
}
