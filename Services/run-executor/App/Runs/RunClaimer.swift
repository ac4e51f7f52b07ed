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

  private let claims: Coalescer<UUID, RunSession.Claim?>

  init(
    database: PostgresPool, executor: String, ttl: Duration, afterCommit: @escaping @Sendable () -> Void
  ) {
    claims = Coalescer(maxBatchSize: Self.batchSize, maxInFlight: Self.lanes) { ids in
      let sentAt = ContinuousClock().now
      let sentDate = Date()
      CrashPoint.reach(.executorBeforeClaim)
      let claimed = try await RunClaims.claim(ids, executor: executor, ttl: ttl, in: database)
      afterCommit()
      for run in claimed { RunCounters.count(run) }
      let byID = Dictionary(claimed.map { ($0.run.id, $0) }) { first, _ in first }
      return ids.map { id in
        .success(byID[id].map { RunSession.Claim(run: $0, sentAt: sentAt, sentDate: sentDate) })
      }
    }
  }

  /// - Returns: nil when the run is finished or someone else's.
  func claim(_ run: UUID) async throws -> RunSession.Claim? { try await claims.submit(run) }
}
