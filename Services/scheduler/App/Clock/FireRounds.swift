import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Turns fires into runs, many at once, and applies the overlap policies to those that meet an active run.
struct FireRounds {
  struct Fire: Sendable {
    var schedule: ScheduledCollection
    var plannedAt: Date

    var collectionID: UUID { schedule.collection.id }
  }

  struct Outcome: Sendable {
    /// Collections whose fire became a run.
    var made: Set<UUID> = []
    /// Collections whose fire waits now.
    var buffered: Set<UUID> = []
    var skipped: [SkippedFires.SkippedFire] = []
    /// Runs that were cancelled to make room.
    var cancelled = 0
    /// Collections whose planned time turned out to have its run already.
    var repeated: Set<UUID> = []
  }

  let transaction: PostgresConnection

  /// Runs come and go between two looks: a fire whose obstacle is gone tries again, this often.
  private static let rounds = 5

  func run(_ fires: [Fire]) async throws -> Outcome {
    var outcome = Outcome()
    // In the order in which all batches insert.
    var waiting = fires.sorted { $0.collectionID.uuidString < $1.collectionID.uuidString }
    for _ in 0..<Self.rounds where !waiting.isEmpty {
      let made = try await RunCreation.insert(waiting.map(Self.newRun), in: transaction)
      outcome.made.formUnion(made.compactMap(\.collectionID))
      waiting.removeAll { outcome.made.contains($0.collectionID) }
      guard !waiting.isEmpty else { break }
      let active = try await RunCreation.active(collections: waiting.map(\.collectionID), in: transaction)
      waiting = try await settle(waiting, active, &outcome)
    }
    outcome.repeated = Set(waiting.map(\.collectionID))
    return outcome
  }

  /// - Returns: those that may try again.
  private func settle(
    _ fires: [Fire], _ active: [UUID: Run], _ outcome: inout Outcome
  ) async throws -> [Fire] {
    var again: [Fire] = []
    var obstacles: [UUID] = []
    for fire in fires {
      guard let run = active[fire.collectionID] else {
        again.append(fire)
        continue
      }
      let policy = fire.schedule.collection.schedule?.overlap ?? .skip
      let isBuffered = fire.schedule.state.bufferedFor.map { $0 != fire.plannedAt } ?? false
      switch OverlapDecision.decide(policy, isBuffered: isBuffered, active: run.trigger) {
      case .skip:
        outcome.skipped.append(
          SkippedFires.SkippedFire(
            collectionID: fire.collectionID, endpointID: fire.schedule.collection.endpointID,
            scheduledFor: fire.plannedAt, reason: .overlap, text: "run \(run.id.lowercased) is still active"))
      case .buffer: outcome.buffered.insert(fire.collectionID)
      case .cancel:
        obstacles.append(run.id)
        again.append(fire)
      }
    }
    if !obstacles.isEmpty {
      outcome.cancelled += try await RunEnding.cancel(
        .runs(obstacles), text: "the next fire of its schedule took its place", actor: SkippedFires.requester,
        in: transaction
      ).count
    }
    return again
  }

  private static func newRun(_ fire: Fire) -> RunCreation.NewRun {
    RunCreation.NewRun(
      collectionID: fire.collectionID, endpointID: fire.schedule.collection.endpointID, trigger: .schedule,
      requestedBy: SkippedFires.requester, scheduledFor: fire.plannedAt)
  }
}
