import Foundation
import Logging
import Outbox
import Postgres
import ServiceLifecycle
import ServiceRuntime
import Storage

/// Fires schedules at their time, and what waits for the end of runs when they end. Any number of schedulers may do so
/// at once: what one holds, the others pass over.
struct Clock: Service {
  let database: PostgresPool
  let schema: SchemaWatch
  let ends: RunEnds
  let wakeRelay: @Sendable () -> Void
  let logger: Logger
  private let bell = WakeBell()
  private let metrics = ClockMetrics()

  /// Between two looks, for schedules that another scheduler has changed.
  static let longestSleep = Duration.seconds(1)
  private static let heldInterval = Duration.milliseconds(50)
  private static let retryInterval = Duration.milliseconds(250)
  /// Between two looks at what follows ended runs: many ends share one statement.
  private static let followUpSpacing = Duration.milliseconds(50)

  init(
    database: PostgresPool, schema: SchemaWatch, ends: RunEnds, wakeRelay: @escaping @Sendable () -> Void,
    logger: Logger
  ) {
    self.database = database
    self.schema = schema
    self.ends = ends
    self.wakeRelay = wakeRelay
    self.logger = logger
  }

  /// Says that schedules may have changed.
  func wake() { bell.ring() }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      guard await schema.waitUntilCurrent() else { return }
      await withDiscardingTaskGroup { group in
        group.addTask { await fireWhenDue() }
        group.addTask { await followRuns() }
      }
    }
  }

  private func fireWhenDue() async {
    while !Task.isCancelled {
      let pause = await fireDue()
      if pause > .zero { await bell.wait(atMost: pause) }
    }
  }

  /// - Returns: how long nothing will be due.
  private func fireDue() async -> Duration {
    do {
      let report = try await DuePass(database: database, metrics: metrics, logger: logger).run()
      metrics.looked()
      if report.hasMessages { wakeRelay() }
      if !report.failing.isEmpty {
        _ = try await FailurePause(database: database, logger: logger).run(report.failing)
        wakeRelay()
      }
      guard report.claimed == 0 else { return .zero }
      let seconds = try await ScheduleStateStore.secondsToNextFire(in: database)
      guard let seconds else { return Self.longestSleep }
      // What is due and was not taken is held by another scheduler, or by a change of its collection.
      return seconds > 0 ? min(.seconds(seconds), Self.longestSleep) : Self.heldInterval
    } catch {
      metrics.failed()
      logger.debug("Schedules not fired.", metadata: [LogKey.error: "\(error)"])
      return Self.retryInterval
    }
  }

  private func followRuns() async {
    var lastLookAtAll: ContinuousClock.Instant?
    while !Task.isCancelled {
      let isDue = lastLookAtAll.map { ContinuousClock.now - $0 >= Self.longestSleep } ?? true
      let ended = ends.take()
      do {
        let follow = FollowUps(database: database, metrics: metrics, logger: logger)
        if !ended.isEmpty, try await follow.run(ended) { wakeRelay() }
        if isDue {
          if try await follow.run(nil) { wakeRelay() }
          lastLookAtAll = .now
        }
      } catch {
        // What was taken is found by the next look at all.
        logger.debug("Ended runs not followed.", metadata: [LogKey.error: "\(error)"])
        lastLookAtAll = .now
      }
      try? await Task.sleep(for: Self.followUpSpacing)
      await ends.wait(atMost: Self.longestSleep)
    }
  }
}
