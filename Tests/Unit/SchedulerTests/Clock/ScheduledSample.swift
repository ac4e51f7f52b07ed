import Contracts
import Domain
import Foundation
import Storage

@testable import Scheduler

/// A collection with a schedule, as the clock meets it.
enum ScheduledSample {
  static let start = Date(timeIntervalSince1970: 1_767_225_600)

  static func collection(_ schedule: Schedule?, id: UUID = .v7()) -> MetadataCollection {
    MetadataCollection(
      id: id, endpointID: .v7(), name: "nightly", isEnabled: true, schedule: schedule, filters: nil,
      createdAt: start, updatedAt: start, deletedAt: nil)
  }

  /// Saved at ``start``.
  static func saved(_ schedule: Schedule) -> ScheduledCollection {
    let collection = collection(schedule)
    let outcome = ScheduleChange(collection: collection, former: nil).decide(nil, now: start)
    return ScheduledCollection(
      collection: collection,
      state: outcome.state
        ?? ScheduleState(
          collectionID: collection.id, savedAt: start, handledThrough: start, activeSince: start))
  }
}
