import Contracts
import CrashPoints
import Domain
import Foundation
import Logging
import Postgres
import ServiceRuntime
import Storage

/// Claims runs, many in one statement.
final class RunClaimer: Sendable {
  private static let batchSize = 128
  private static let lanes = 2
  /// A statement that takes longer waits for a lock.
  private static let patience = Duration.milliseconds(25)

  private struct Wish: Sendable {
    let trigger: RunTriggered
    let cause: MessageCause?
    var run: UUID { trigger.runID }
  }

  private let claims: Coalescer<Wish, RunSession.Claim?>

  init(
    database: PostgresPool, executor: String, ttl: Duration, afterCommit: @escaping @Sendable () -> Void
  ) {
    claims = Coalescer(maxBatchSize: Self.batchSize, maxInFlight: Self.lanes, patience: Self.patience) {
      wishes in
      let sentAt = ContinuousClock().now
      let sentDate = Date()
      CrashPoint.reach(.executorBeforeClaim)
      let byRun = Dictionary(wishes.map { ($0.run, $0) }) { first, _ in first }
      let claimed = try await RunClaims.claim(
        wishes.map(\.run), of: byRun.mapValues(\.trigger.endpointID), causes: byRun.compactMapValues(\.cause),
        executor: executor, ttl: ttl, in: database)
      afterCommit()
      for run in claimed { RunCounters.count(run) }
      let byID = Dictionary(claimed.map { ($0.run.id, $0) }) { first, _ in first }
      return wishes.map { wish in
        let claim = byID[wish.run].flatMap { $0.run.endpointID == wish.trigger.endpointID ? $0 : nil }
        return .success(
          claim.map { RunSession.Claim(run: $0, sentAt: sentAt, sentDate: sentDate, cause: wish.cause) })
      }
    }
  }

  /// - Parameter cause: the message that led to it.
  /// - Returns: nil when the run is finished, someone else's, or another endpoint's than the trigger says.
  func claim(_ trigger: RunTriggered, because cause: MessageCause?) async throws -> RunSession.Claim? {
    try await claims.submit(Wish(trigger: trigger, cause: cause))
  }
}
