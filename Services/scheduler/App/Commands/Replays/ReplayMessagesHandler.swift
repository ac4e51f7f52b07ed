import Contracts
import Foundation
import JSON
import Messaging
import Postgres
import Storage

/// Puts back what an endpoint's messages were in a span of time, or says how many that would be (B6).
struct ReplayMessagesHandler: CommandHandler {
  let selection: ReplaySelection

  func subject(of command: ReplayMessages) -> AuditSubject { .endpoint(command.endpointID) }

  func handle(
    _ command: ReplayMessages, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    let (found, unavailable) = try messages()
    var result = ReplayedMessages(count: found.count, replayed: 0, unavailable: unavailable)
    guard let expected = command.expectedCount else { return try effect(command, result, messages: []) }
    guard expected == found.count else {
      throw Refusal.invalid("expectedCount", "is \(expected), but \(found.count) messages match now")
    }
    let messages = try found.map { message in
      try MessageReplay.message(
        repeating: message.entry, members: message.members, requestedBy: command.requestedBy)
    }
    result.replayed = messages.count
    return try effect(command, result, messages: messages)
  }

  private func messages() throws(Refusal) -> ([ReplaySelection.Message], unavailable: Int) {
    switch selection {
    case .messages(let messages, let unavailable): return (messages, unavailable)
    case .future:
      throw .invalid("to", "must not be in the future: what is still to be sent cannot be counted")
    case .tooMany:
      throw .invalid(
        "to", "leaves more than \(ReplaySelection.maximum) messages: choose a shorter span or a type")
    case .tooMuch:
      throw .invalid(
        "to",
        "leaves messages of more than \(JournalReader.largestReading / 1_048_576) MiB: choose a shorter span or a type"
      )
    }
  }

  private func effect(
    _ command: ReplayMessages, _ result: ReplayedMessages, messages: [OutboxMessage]
  ) throws -> CommandEffect {
    var change = AuditChange(.endpoint(command.endpointID))
    change.after = [
      "from": .string(Timestamp.format(command.from)), "to": .string(Timestamp.format(command.to)),
      "count": .int(Int64(result.count)), "replayed": .int(Int64(result.replayed)),
    ]
    return CommandEffect(
      result: try JSONValue(parsing: MessageCodec.encode(result)), change: change, messages: messages)
  }
}
