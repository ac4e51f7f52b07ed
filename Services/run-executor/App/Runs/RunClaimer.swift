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

  private let claims: Coalescer<RunTriggered, RunSession.Claim?>

  init(
    database: PostgresPool, executor: String, ttl: Duration, afterCommit: @escaping @Sendable () -> Void
  ) {
    claims = Coalescer(maxBatchSize: Self.batchSize, maxInFlight: Self.lanes) { triggers in
      let sentAt = ContinuousClock().now
      let sentDate = Date()
      CrashPoint.reach(.executorBeforeClaim)
      let claimed = try await RunClaims.claim(
        triggers.map(\.runID),
        of: Dictionary(triggers.map { ($0.runID, $0.endpointID) }, uniquingKeysWith: { first, _ in first }),
        executor: executor, ttl: ttl, in: database)
      afterCommit()
      for run in claimed { RunCounters.count(run) }
      let byID = Dictionary(claimed.map { ($0.run.id, $0) }) { first, _ in first }
      return triggers.map { trigger in
        let claim = byID[trigger.runID].flatMap { $0.run.endpointID == trigger.endpointID ? $0 : nil }
        return .success(claim.map { .init(run: $0, sentAt: sentAt, sentDate: sentDate) })
      }
    }
  }

  /// - Returns: nil when the run is finished, someone else's, or another endpoint's than the trigger says.
  func claim(_ trigger: RunTriggered) async throws -> RunSession.Claim? { try await claims.submit(trigger) }
}
