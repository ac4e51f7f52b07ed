import Contracts
import Domain
import Foundation
import Logging
import Postgres
import Storage

/// What follows the end of a run: the fire that waited for it, the next run of a backfill, the pause of a schedule whose
/// run has failed.
struct FollowUps: Sendable {
  let database: PostgresPool
  let metrics: ClockMetrics
  let logger: Logger

  static let batchSize = 200

  /// - Parameter collections: those whose runs have ended; nil: all that may wait, for events that were missed.
  /// - Returns: whether messages wait in the outbox.
  func run(_ collections: [UUID]?) async throws -> Bool {
    var waiting = collections
    if let collections {
      waiting = try await ScheduleStateStore.interested(among: collections, in: database)
      guard waiting?.isEmpty == false else { return false }
    }
    var hasMessages = false
    if let waiting { hasMessages = try await FailurePause(database: database, logger: logger).run(waiting) }
    // What waited goes before what is made up for.
    while true {
      let (started, failing) = try await database.transaction { try await startBuffered(waiting, in: $0) }
      hasMessages = hasMessages || started > 0
      // A schedule that is to pause on failure drops what waits instead.
      if !failing.isEmpty {
        hasMessages = try await FailurePause(database: database, logger: logger).run(failing) || hasMessages
      }
      if started < Self.batchSize { break }
    }
    while true {
      let made = try await database.transaction { try await advanceBackfills(waiting, in: $0) }
      hasMessages = hasMessages || made > 0
      if made < Self.batchSize { break }
    }
    return hasMessages
  }

  /// - Returns: how many fires wait no more, and the schedules that are to be paused, since a run of theirs has failed.
  private func startBuffered(
    _ collections: [UUID]?, in transaction: PostgresConnection
  ) async throws -> (started: Int, failing: [UUID]) {
    let claimed = try await ScheduleStateStore.claimBuffered(
      collections, atMost: Self.batchSize, in: transaction)
    let schedules = claimed.filter { !$0.hasFailed }
    let states = try await BufferedFires(transaction: transaction).start(schedules).map(\.state)
    try await ScheduleStateStore.put(states, in: transaction)
    return (
      states.count { $0.bufferedFor == nil }, claimed.filter(\.hasFailed).map(\.collection.id)
    )
  }

  /// - Returns: the runs that were made.
  private func advanceBackfills(_ collections: [UUID]?, in transaction: PostgresConnection) async throws
    -> Int
  {
    let steps = try await BackfillStore.claim(collections, atMost: Self.batchSize, in: transaction)
      .sorted { $0.collectionID.uuidString < $1.collectionID.uuidString }
    let made = try await RunCreation.insert(steps.map(\.newRun), in: transaction)
    try await BackfillStore.advance(made.compactMap(\.batchID), in: transaction)
    return made.count
  }
}

extension BackfillStore.Step {
  var newRun: RunCreation.NewRun {
    RunCreation.NewRun(
      collectionID: collectionID, endpointID: endpointID, trigger: .backfill, requestedBy: requestedBy,
      scheduledFor: plannedAt, batchID: backfillID)
  }
}
