import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Changes a collection; one that becomes disabled skips its queued runs (A10).
struct UpdateCollectionHandler: CommandHandler {
  let decision: UpdateCollectionDecision

  func subject(of command: UpdateCollection) -> AuditSubject { .collection(command.collectionID) }

  func handle(
    _ command: UpdateCollection, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    guard let current = try await CollectionStore.lock(command.collectionID, in: transaction) else {
      throw Refusal.collectionNotFound(command.collectionID)
    }
    let changed = try decision.decide(command, on: current, now: Date())
    let stored = try await CollectionStore.update(changed, in: transaction)
    try await ScheduleKeeping.refresh(
      [ScheduleChange(collection: stored, former: current)], in: transaction)
    if !stored.isEnabled {
      try await RunEnding.skipQueued(
        collection: stored.id, .disabled, text: "the collection is disabled", actor: command.requestedBy,
        in: transaction)
    }
    return try CommandEffect(
      stored, from: current,
      messages: [
        .event(.collectionUpdated, endpoint: stored.endpointID, collection: stored.id, causedBy: cause)
      ])
  }
}
