import Contracts
import Foundation
import Postgres
import Storage

/// Gives up the dead letters that match (B7).
struct DiscardDeadLettersHandler: CommandHandler {
  func subject(of command: DiscardDeadLetters) -> AuditSubject {
    .deadLetter(nil, endpoint: command.filter.endpointID)
  }

  func handle(
    _ command: DiscardDeadLetters, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    let note = try DiscardDeadLetterHandler.note.optional(command.note, "note")
    let (outcome, ids) = try await BulkDecision.carryOut(command.filter, .all, in: transaction) { letters in
      try await DeadLetterStore.discard(
        letters.map(\.id), by: command.requestedBy, note: note, in: transaction)
      return letters.map(\.id)
    }
    return try outcome.effect(outcome.change(command.filter, ids: ids, note: note))
  }
}
