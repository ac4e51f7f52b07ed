import Domain
import Foundation
import GraphQL

/// The source of a `Schedule`: a schedule with what is known of its collection.
struct CollectionSchedule: GraphQLObject {
  let schedule: Schedule
  /// When an interval without a start began to count. The moment the schedule was saved is not stored; the collection's
  /// first one is, and unlike the last change of the collection it stays where it is.
  let anchor: Date

  /// - Returns: nil for a collection without a schedule.
  init?(of collection: MetadataCollection) {
    guard let schedule = collection.schedule else { return nil }
    self.schedule = schedule
    anchor = collection.createdAt
  }
}
