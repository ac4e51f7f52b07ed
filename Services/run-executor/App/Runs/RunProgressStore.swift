import Domain
import Logging
import Postgres
import ServiceRuntime
import Storage

/// Writes what happens to runs that do not end here and now: retries, and runs handed back.
final class RunProgressStore: Sendable {
  private struct Entry: Sendable {
    var hold: RunClaims.Hold
    var activities: [RunActivity]
    var isHandBack: Bool
  }

  /// What the history says about a run that is handed back.
  static let handBackReason = "handed back: the executor is stopping"

  private let entries: Coalescer<Entry, Void>

  init(database: PostgresPool, afterCommit: @escaping @Sendable () -> Void) {
    entries = Coalescer(maxBatchSize: 500) { batch in
      let activities = batch.flatMap { entry in
        entry.activities.map { (hold: entry.hold, activity: $0) }
      }
      let handBacks = batch.filter(\.isHandBack).map(\.hold)
      try await database.transaction { transaction in
        try await RunCompletion.record(activities, in: transaction)
        try await RunClaims.handBack(handBacks, reason: Self.handBackReason, in: transaction)
      }
      if !handBacks.isEmpty { afterCommit() }
      return batch.map { _ in .success(()) }
    }
  }

  /// Records activities of a run that goes on.
  func record(_ activities: [RunActivity], of hold: RunClaims.Hold) async throws {
    try await entries.submit(Entry(hold: hold, activities: activities, isHandBack: false))
  }

  /// Gives a run to another executor.
  func handBack(_ hold: RunClaims.Hold, recording activities: [RunActivity]) async throws {
    try await entries.submit(Entry(hold: hold, activities: activities, isHandBack: true))
  }
}
