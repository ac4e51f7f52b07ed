import Contracts
import Logging
import Postgres
import Storage

/// Carries out single commands: each in one transaction with its log entry, its line in the audit log and its
/// messages (B8, S26).
struct CommandExecution: Sendable {
  let transactions: CommandTransactions
  /// Called after each commit.
  let committed: @Sendable () -> Void
  let logger: Logger

  private enum Handled: Sendable {
    case now(CommandReply)
    case before(CommandReply)
  }

  func run<Handler: CommandHandler>(
    _ handler: Handler, _ command: Handler.Body, _ envelope: Envelope
  ) async -> CommandReply {
    let entry = CommandLogStore.Entry(commandID: envelope.messageID, requestDigest: envelope.requestDigest)
    do {
      let handled = try await transactions.run { transaction in
        guard try await !CommandLogStore.claim([entry], in: transaction).isEmpty else {
          let reply = try await CommandLogStore.replies(to: [entry], in: transaction)[entry.commandID]
          return Handled.before(reply ?? .unavailable(message: "the command is being handled"))
        }
        let (reply, change) = try await decide(handler, command, envelope, in: transaction)
        let audit = NewAuditEntry(
          envelope, requestedBy: command.requestedBy, change: change, reply: reply)
        try await AuditStore.add([audit], to: transaction)
        try await CommandLogStore.record([(entry.commandID, reply)], in: transaction)
        return .now(reply)
      }
      switch handled {
      case .before(let reply): return reply
      case .now(let reply):
        // Before its messages are on their way: who hears of an endpoint at once consumes its queue, and the broker
        // takes the whole connection of who consumes from a quorum queue that is just being made.
        if case .done = reply { await handler.committed(command) }
        committed()
        return reply
      }
    } catch {
      return .failed(error, logger: logger)
    }
  }

  private func decide<Handler: CommandHandler>(
    _ handler: Handler, _ command: Handler.Body, _ envelope: Envelope, in transaction: PostgresConnection
  ) async throws -> (CommandReply, AuditChange) {
    do {
      let effect = try await handler.handle(command, cause: MessageCause(envelope), in: transaction)
      try await OutboxStore.add(effect.messages, to: transaction)
      return (.done(result: effect.result), effect.change)
    } catch let refusal as Refusal {
      return (.refused(refusal), AuditChange(handler.subject(of: command)))
    }
  }
}
