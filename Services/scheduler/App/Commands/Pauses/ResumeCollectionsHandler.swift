import Contracts
import Postgres
import Storage

/// Lets the paused schedules of all collections of some labels fire again.
struct ResumeCollectionsHandler: CommandHandler {
  func subject(of command: ResumeCollections) -> AuditSubject { collections(command).subject }

  func handle(
    _ command: ResumeCollections, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    try await collections(command).apply(.resume, cause: cause, in: transaction)
  }

  private func collections(_ command: ResumeCollections) -> LabelledCollections {
    LabelledCollections(labels: command.labels, endpointID: command.endpointID, note: command.note)
  }
}
