import Contracts
import Foundation
import JSON
import Postgres
import Storage

/// Gives a dead letter up (B7).
struct DiscardDeadLetterHandler: CommandHandler {
  static let note = TextRule(maximum: 500, allowsLines: true)

  func subject(of command: DiscardDeadLetter) -> AuditSubject { .deadLetter(command.deadLetterID) }

  func handle(
    _ command: DiscardDeadLetter, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    let note = try Self.note.optional(command.note, "reason")
    guard let letter = try await DeadLetterStore.lock(command.deadLetterID, in: transaction) else {
      throw RedriveDecision.notFound(command.deadLetterID)
    }
    try RedriveDecision.checkWaiting(letter)
    try await DeadLetterStore.discard([letter.id], by: command.requestedBy, note: note, in: transaction)
    var change = AuditChange(removing: letter)
    change.after = .object(["status": .string(DeadLetter.Status.discarded.rawValue)])
    change.note("note", note)
    return CommandEffect(result: true, change: change, messages: [])
  }
}
