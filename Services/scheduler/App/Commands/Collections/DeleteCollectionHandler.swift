import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage

/// Deletes a collection: queued runs are skipped, a running one finishes, the history stays (A10).
struct DeleteCollectionHandler: CommandHandler {
  func subject(of command: DeleteCollection) -> AuditSubject { .collection(command.collectionID) }

  func handle(
    _ command: DeleteCollection, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    guard let current = try await CollectionStore.lock(command.collectionID, in: transaction) else {
      throw Refusal.collectionNotFound(command.collectionID)
    }
    try await CollectionStore.delete(current.id, in: transaction)
    try await ScheduleKeeping.refresh([ScheduleChange(deleting: current)], in: transaction)
    try await RunEnding.skipQueued(
      collection: current.id, .deleted, text: "the collection was deleted", actor: command.requestedBy,
      in: transaction)
    return CommandEffect(
      result: true, change: AuditChange(removing: current),
      messages: [
        try .event(.collectionDeleted, endpoint: current.endpointID, collection: current.id, causedBy: cause)
      ])
  }
}
