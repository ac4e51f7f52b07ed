import Domain
import Foundation
import GraphQL

/// The source of a `Schedule`: a schedule with what is known of its collection.
struct CollectionSchedule: GraphQLObject {
  let schedule: Schedule
  let collectionID: UUID
  /// Stands for the moment at which the schedule was saved where that is not known: in answers to mutations, from
  /// collections that were changed just now.
  let changedAt: Date

  /// - Returns: nil for a collection without a schedule.
  init?(of collection: MetadataCollection) {
    guard let schedule = collection.schedule else { return nil }
    self.schedule = schedule
    collectionID = collection.id
    changedAt = collection.updatedAt
  }

  /// Whether its times depend on when it was saved.
  var countsFromItsSaving: Bool { schedule.intervalSeconds != nil && schedule.startAt == nil }
}
