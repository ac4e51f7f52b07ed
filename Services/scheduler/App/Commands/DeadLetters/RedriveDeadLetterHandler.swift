import Contracts
import Foundation
import JSON
import Postgres
import Storage

/// Sends a dead letter again, as it was or as an operator has mended it (B7).
struct RedriveDeadLetterHandler: CommandHandler {
  let wakeRelay: @Sendable () -> Void

  func subject(of command: RedriveDeadLetter) -> AuditSubject { .deadLetter(command.deadLetterID) }

  func handle(
    _ command: RedriveDeadLetter, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    try RedriveDecision.checkEdit(command)
    guard let letter = try await DeadLetterStore.lock(command.deadLetterID, in: transaction) else {
      throw RedriveDecision.notFound(command.deadLetterID)
    }
    try RedriveDecision.decide(
      letter, isEdited: command.body != nil, facts: try await .init(of: [letter], in: transaction))
    let order = RedriveOrder(of: letter, edited: command.body, for: cause.actor)
    try await RedriveStore.add([order], by: command.requestedBy, in: transaction)
    if command.body != nil || command.messageType != nil {
      try await RedriveStore.edit(
        order.messageID, body: command.body, type: command.messageType, in: transaction)
    }
    var change = AuditChange(removing: letter)
    change.after = .object([
      "redrivenAs": .string(order.messageID.lowercased), "isEdited": .bool(command.body != nil),
      "type": (command.messageType ?? letter.type).map { .string($0) } ?? .null,
    ])
    return CommandEffect(result: true, change: change, messages: [])
  }

  func committed(_ command: RedriveDeadLetter) async { wakeRelay() }
}
