import Contracts
import Domain
import Postgres
import Storage

/// Lets the schedule of a collection fire again, from now on.
struct ResumeCollectionHandler: CommandHandler {
  func subject(of command: ResumeCollection) -> AuditSubject { .collection(command.collectionID) }

  func handle(
    _ command: ResumeCollection, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    guard let current = try await CollectionStore.lock(command.collectionID, in: transaction) else {
      throw Refusal.collectionNotFound(command.collectionID)
    }
    let pausing = CollectionPausing(cause: cause, transaction: transaction)
    let (changed, messages) = try await pausing.apply(.resume, to: [current])
    var effect = try CommandEffect(changed.first ?? current, from: current, messages: messages)
    effect.change.note("note", command.note)
    return effect
  }
}
