import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Marks the datasets of a change set stale, on an operator's word (A18).
struct ApplyChangeSetHandler: CommandHandler {
  func subject(of command: ApplyChangeSet) -> AuditSubject { .changeSet(command.changeSetID) }

  func handle(
    _ command: ApplyChangeSet, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    try await ChangeSetDecision.carryOut(
      .applied, command.changeSetID, event: .changeSetApplied, cause: cause, in: transaction
    ) { changeSet in
      try await ChangeSetStore.apply(changeSet.id, by: command.requestedBy, in: transaction)
    }
  }
}
