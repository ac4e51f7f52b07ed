import Foundation
import Logging
import Outbox
import Postgres
import ServiceLifecycle
import ServiceRuntime
import Storage
import Synchronization

/// Turns ended runs into deliveries and has executors sent to the webhooks that have some due (B11). Any number of
/// schedulers may do so at once.
///
/// The transaction that ends a run has noted it, where anybody wants to know; events are hints that there is something to
/// look for, and the clock finds what they miss, as well as the tries that have become due.
final class WebhookPlanner: Service {
  private let database: PostgresPool
  private let schema: SchemaWatch
  private let settings: WebhookSettings
  private let wakeRelay: @Sendable () -> Void
  private let logger: Logger
  private let metrics = WebhookMetrics()
  private let bell = WakeBell()
  /// Whether there is anybody to tell: as long as there is not, the end of a run costs nothing.
  private let hasWebhooks = Atomic(false)

  /// Between two looks: many ends share one.
  private static let spacing = Duration.milliseconds(50)
  private static let upkeepInterval = Duration.seconds(10)
  private static let upkeepBatch = 1_000

  init(
    database: PostgresPool, schema: SchemaWatch, settings: WebhookSettings,
    wakeRelay: @escaping @Sendable () -> Void, logger: Logger
  ) {
    self.database = database
    self.schema = schema
    self.settings = settings
    self.wakeRelay = wakeRelay
    self.logger = logger
  }

  /// Says that a run has ended.
  func noteEnd() { if hasWebhooks.load(ordering: .relaxed) { bell.ring() } }

  /// Says that webhooks, or what waits for them, may have changed.
  func wake() { bell.ring() }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      guard await self.schema.waitUntilCurrent() else { return }
      var nextUpkeep = ContinuousClock.now
      while !Task.isCancelled {
        await self.look()
        if .now >= nextUpkeep {
          nextUpkeep = .now + Self.upkeepInterval
          await self.upkeep()
        }
        try? await Task.sleep(for: Self.spacing)
        await self.bell.wait(atMost: self.settings.interval)
      }
    }
  }

  private func look() async {
    do {
      let (webhooks, outcomes) = try await WebhookPlanning.work(in: database)
      hasWebhooks.store(webhooks, ordering: .relaxed)
      metrics.looked()
      guard webhooks || outcomes else { return }
      let pass = WebhookPass(database: database, lease: settings.lease)
      var taken = 0
      repeat {
        let plan = try await pass.plan()
        taken = plan.taken
        metrics.planned(plan.planned)
        let dispatched = try await pass.dispatch()
        metrics.dispatched(dispatched)
        if dispatched > 0 { wakeRelay() }
      } while taken == WebhookPass.batchSize && !Task.isCancelled
    } catch {
      metrics.failed()
      logger.debug("Webhooks not looked after.", metadata: [LogKey.error: "\(error)"])
    }
  }

  private func upkeep() async {
    do {
      var expired = 0
      repeat {
        expired = try await WebhookPlanning.expire(
          after: settings.patience, atMost: Self.upkeepBatch, in: database)
        metrics.expired(expired)
      } while expired == Self.upkeepBatch && !Task.isCancelled
      metrics.record(try await WebhookPlanning.backlog(in: database))
    } catch {
      logger.debug("Deliveries not looked after.", metadata: [LogKey.error: "\(error)"])
    }
  }
}
