import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Writes a pause or its end: the collections and what their schedules wait for.
struct CollectionPausing: Sendable {
  let cause: MessageCause
  let transaction: PostgresConnection

  /// - Parameter collections: locked.
  /// - Returns: those that were changed, as they are now, with the events of their change.
  func apply(
    _ decision: PauseDecision, to collections: [MetadataCollection]
  ) async throws -> (changed: [MetadataCollection], messages: [OutboxMessage]) {
    var changes: [ScheduleChange] = []
    for collection in collections {
      guard let changed = try decision.decide(on: collection) else { continue }
      changes.append(ScheduleChange(collection: changed, former: collection))
    }
    let stored = try await CollectionStore.setPauses(changes.map(\.collection), in: transaction)
    try await ScheduleKeeping.refresh(changes, in: transaction)
    let events = try stored.map { collection in
      try OutboxMessage.event(
        .collectionUpdated, endpoint: collection.endpointID, collection: collection.id, causedBy: cause)
    }
    return (stored, events)
  }
}
