import Contracts
import Postgres
import Storage

/// Holds the schedules of all collections of some labels.
struct PauseCollectionsHandler: CommandHandler {
  func subject(of command: PauseCollections) -> AuditSubject { collections(command).subject }

  func handle(
    _ command: PauseCollections, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    try await collections(command).apply(.pause(note: command.note), cause: cause, in: transaction)
  }

  private func collections(_ command: PauseCollections) -> LabelledCollections {
    LabelledCollections(labels: command.labels, endpointID: command.endpointID, note: command.note)
  }
}
