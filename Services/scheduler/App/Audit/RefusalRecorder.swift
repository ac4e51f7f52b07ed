import Contracts
import JSON
import Logging
import Postgres
import ServiceRuntime
import Storage

/// Writes refusals of mutations that never became a command into the audit log.
struct RefusalRecorder: Sendable {
  let transactions: CommandTransactions
  let logger: Logger

  func record(_ refusal: RecordRefusal, _ envelope: Envelope) async -> CommandAnswer {
    let claim = CommandLogStore.Entry(commandID: envelope.messageID, requestDigest: nil)
    let entry = NewAuditEntry(
      actor: envelope.actor ?? .unnamed(envelope.appID), action: refusal.mutation,
      objectID: refusal.objectID, outcome: refusal.outcome, correlationID: envelope.correlationID)
    do {
      try await transactions.run { transaction in
        // The command log tells a copy of the message from another refusal.
        guard try await !CommandLogStore.claim([claim], in: transaction).isEmpty else { return }
        try await AuditStore.add([entry], to: transaction)
        try await CommandLogStore.record([(claim.commandID, .done(result: true))], in: transaction)
      }
      return .sent(.done)
    } catch {
      logger.debug("Refusal not recorded.", metadata: [LogKey.error: "\(error)"])
      return .notSent
    }
  }
}
