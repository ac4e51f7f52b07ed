import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Leaves the datasets of a change set as they are, on an operator's word (A18).
struct RejectChangeSetHandler: CommandHandler {
  static let note = TextRule(maximum: 500, allowsLines: true)

  func subject(of command: RejectChangeSet) -> AuditSubject { .changeSet(command.changeSetID) }

  func handle(
    _ command: RejectChangeSet, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    let note = try Self.note.optional(command.note, "note")
    return try await ChangeSetDecision.carryOut(
      .rejected, command.changeSetID, event: .changeSetRejected, cause: cause, in: transaction
    ) { changeSet in
      try await ChangeSetStore.reject(changeSet.id, by: command.requestedBy, note: note, in: transaction)
    }
  }
}
