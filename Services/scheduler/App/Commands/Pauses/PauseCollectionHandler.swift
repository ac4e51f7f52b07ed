import Contracts
import Domain
import Postgres
import Storage

/// Holds the schedule of a collection. A run that is queued or running goes on.
struct PauseCollectionHandler: CommandHandler {
  func subject(of command: PauseCollection) -> AuditSubject { .collection(command.collectionID) }

  func handle(
    _ command: PauseCollection, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    guard let current = try await CollectionStore.lock(command.collectionID, in: transaction) else {
      throw Refusal.collectionNotFound(command.collectionID)
    }
    let pausing = CollectionPausing(cause: cause, transaction: transaction)
    let (changed, messages) = try await pausing.apply(.pause(note: command.note), to: [current])
    var effect = try CommandEffect(changed.first ?? current, from: current, messages: messages)
    effect.change.note("note", command.note)
    return effect
  }
}
