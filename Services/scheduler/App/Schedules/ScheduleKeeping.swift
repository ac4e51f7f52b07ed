import Domain
import Foundation
import Postgres
import Storage

/// Keeps what schedules wait for true to their collections.
enum ScheduleKeeping {
  /// Takes in changes of collections, which the caller has locked, in their transaction.
  ///
  /// Ends the backfills of those that are disabled or deleted.
  static func refresh(_ changes: [ScheduleChange], in transaction: PostgresConnection) async throws {
    guard !changes.isEmpty else { return }
    let states = try await ScheduleStateStore.lock(changes.map(\.collection.id), in: transaction)
    let now = try await ScheduleStateStore.now(in: transaction)
    let outcomes = changes.map { $0.decide(states[$0.collection.id], now: now) }
    try await ScheduleStateStore.put(outcomes.compactMap(\.state), in: transaction)
    let gone = zip(changes, outcomes).filter { $1.state == nil }.map(\.0.collection.id)
    try await ScheduleStateStore.remove(gone.filter { states[$0] != nil }, in: transaction)
    try await SkippedFires.insert(outcomes.flatMap(\.dropped), in: transaction)
    for (isMeant, reason) in [
      (\MetadataCollection.isDeleted, "the collection was deleted"),
      (\.isDisabled, "the collection was disabled"),
    ] {
      let ended = changes.map(\.collection).filter { $0[keyPath: isMeant] }.map(\.id)
      guard !ended.isEmpty else { continue }
      try await BackfillStore.cancel(where: .collections(ended), reason: reason, in: transaction)
    }
  }
}

extension MetadataCollection {
  fileprivate var isDisabled: Bool { !isEnabled && !isDeleted }
}
