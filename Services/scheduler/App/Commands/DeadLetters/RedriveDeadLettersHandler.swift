import Contracts
import Foundation
import Postgres
import Storage

/// Sends the dead letters that match again, as far as that can be done (B7).
struct RedriveDeadLettersHandler: CommandHandler {
  let wakeRelay: @Sendable () -> Void

  func subject(of command: RedriveDeadLetters) -> AuditSubject {
    .deadLetter(nil, endpoint: command.filter.endpointID)
  }

  func handle(
    _ command: RedriveDeadLetters, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    let (outcome, ids) = try await BulkDecision.carryOut(
      command.filter, .redrivable(longestBody: RedriveDecision.longestBody),
      rest: .stuck(longestBody: RedriveDecision.longestBody), in: transaction
    ) { letters in
      let facts = try await RedriveDecision.Facts(of: letters, in: transaction)
      let orders = letters.compactMap { letter -> RedriveOrder? in
        guard (try? RedriveDecision.decide(letter, isEdited: false, facts: facts)) != nil else { return nil }
        return RedriveOrder(of: letter, for: cause.actor)
      }
      try await RedriveStore.add(orders, by: command.requestedBy, in: transaction)
      return orders.map(\.deadLetterID)
    }
    return try outcome.effect(outcome.change(command.filter, ids: ids))
  }

  func committed(_ command: RedriveDeadLetters) async { wakeRelay() }
}
