import Domain
import Foundation
import Postgres
import Storage

/// Turns fires that waited for the end of a run into runs.
struct BufferedFires {
  let transaction: PostgresConnection

  /// - Parameter schedules: held, each with a fire that waits.
  /// - Returns: the schedules as they are afterwards. One that another run got ahead of waits on.
  func start(_ schedules: [ScheduledCollection]) async throws -> [ScheduledCollection] {
    var fires: [FireRounds.Fire] = []
    var skipped: [SkippedFires.SkippedFire] = []
    for schedule in schedules {
      guard let plannedAt = schedule.state.bufferedFor else { continue }
      if schedule.isEndpointEnabled {
        fires.append(.init(schedule: schedule, plannedAt: plannedAt))
      } else {
        skipped.append(
          SkippedFires.SkippedFire(
            collectionID: schedule.collection.id, endpointID: schedule.collection.endpointID,
            scheduledFor: plannedAt, reason: .endpointDisabled, text: "the endpoint is disabled"))
      }
    }
    let outcome = try await FireRounds(transaction: transaction).run(fires)
    try await SkippedFires.insert(skipped + outcome.skipped, in: transaction)
    return schedules.map { schedule in
      var schedule = schedule
      let id = schedule.collection.id
      guard !outcome.buffered.contains(id) else { return schedule }
      if outcome.made.contains(id) { schedule.state.lastFireAt = schedule.state.bufferedFor }
      schedule.state.bufferedFor = nil
      return schedule
    }
  }

  /// The same for those of the schedules with whose fire nothing interferes any more, in place: a fire that waited goes
  /// before one that is due now.
  func startFirst(_ schedules: inout [ScheduledCollection]) async throws {
    let waiting = schedules.filter { $0.state.bufferedFor != nil }
    guard !waiting.isEmpty else { return }
    let active = try await RunCreation.active(collections: waiting.map(\.collection.id), in: transaction)
    let started = try await start(waiting.filter { active[$0.collection.id] == nil })
    let byID = Dictionary(uniqueKeysWithValues: started.map { ($0.collection.id, $0) })
    schedules = schedules.map { byID[$0.collection.id] ?? $0 }
  }
}
