import Foundation
import Logging
import Metrics
import Postgres
import ServiceRuntime
import Storage

/// Renews the leases of all runs of the process in one statement per heartbeat, and stops the runs it cannot keep.
struct LeaseKeeper: Sendable {
  let held: HeldRuns
  let database: PostgresPool
  let ttl: Duration
  let heartbeat: Duration
  let logger: Logger
  private let lost = Counter(label: "nucleus.leases.lost")
  private let clock = ContinuousClock()

  /// How soon a renewal that failed is tried again.
  static let retryInterval = Duration.seconds(1)

  init(held: HeldRuns, database: PostgresPool, ttl: Duration, heartbeat: Duration, logger: Logger) {
    self.held = held
    self.database = database
    self.ttl = ttl
    self.heartbeat = heartbeat
    self.logger = logger
  }

  /// Runs until the task is cancelled.
  func run() async {
    while !Task.isCancelled {
      let isRenewed = await renew()
      try? await Task.sleep(for: isRenewed ? heartbeat : min(Self.retryInterval, heartbeat))
    }
  }

  /// Renews all leases now, again until the database answers or the task is cancelled.
  func renewAnyhow() async {
    while await !renew(), !Task.isCancelled { try? await Task.sleep(for: Self.retryInterval) }
  }

  /// Renews all leases now.
  /// - Returns: whether the database answered.
  @discardableResult
  func renew() async -> Bool {
    let sentAt = clock.now
    let holds = held.holds
    guard !holds.isEmpty else {
      _ = held.renewed([], kept: [], sentAt: sentAt)
      return true
    }
    do {
      let kept = try await RunClaims.renew(holds, ttl: ttl, in: database)
      report(held.renewed(holds, kept: kept, sentAt: sentAt), "runs lost to others")
      return true
    } catch {
      logger.warning("leases not renewed", metadata: [LogKey.error: "\(error)", "runs": "\(holds.count)"])
      return false
    }
  }

  /// Stops the runs whose lease may have lapsed; wakes sessions whose deadline has passed.
  func tick(at now: ContinuousClock.Instant) { report(held.tick(at: now), "leases lapsed unrenewed") }

  /// The same for one run, before something is written for it.
  func check(_ hold: RunClaims.Hold) { report(held.check(hold, at: clock.now), "leases lapsed unrenewed") }

  private func report(_ count: Int, _ message: Logger.Message) {
    guard count > 0 else { return }
    lost.increment(by: count)
    logger.warning(message, metadata: ["runs": "\(count)"])
  }
}
