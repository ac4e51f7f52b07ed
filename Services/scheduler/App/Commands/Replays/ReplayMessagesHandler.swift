import Contracts
import Foundation
import JSON
import Postgres
import Storage

/// Puts back what an endpoint's messages were in a span of time, or says how many that would be (B6).
struct ReplayMessagesHandler: CommandHandler {
  let bodies: JournalBodies

  /// What is put back at once.
  static let maximum = 1_000

  func subject(of command: ReplayMessages) -> AuditSubject { .endpoint(command.endpointID) }

  func handle(
    _ command: ReplayMessages, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    let filter = JournalQueries.Filter(
      endpointID: command.endpointID, type: command.messageType, from: command.from, to: command.to)
    let found = try await JournalQueries.list(filter, first: Self.maximum + 1, in: transaction)
    guard found.count <= Self.maximum else {
      throw Refusal.invalid(
        "to", "leaves more than \(Self.maximum) messages: choose a shorter span or a type")
    }
    // Dead letters have a way back of their own, and what cannot be put back is left where it is.
    let entries = found.filter { (try? MessageReplay.route(of: $0)) != nil }
    guard let expected = command.expectedCount else {
      return try effect(command, count: entries.count, messages: [])
    }
    guard expected == entries.count else {
      throw Refusal.invalid("expectedCount", "is \(expected), but \(entries.count) messages match now")
    }
    let bodies = try await bodies.bodies(of: entries)
    let messages = try entries.map { entry in
      try MessageReplay.message(
        repeating: entry, body: bodies[entry.offset] ?? .null, requestedBy: command.requestedBy)
    }
    return try effect(command, count: entries.count, messages: messages)
  }

  private func effect(
    _ command: ReplayMessages, count: Int, messages: [OutboxMessage]
  ) throws -> CommandEffect {
    let result = ReplayedMessages(count: count, replayed: messages.count)
    var change = AuditChange(.endpoint(command.endpointID))
    change.after = [
      "from": .string(Timestamp.format(command.from)), "to": .string(Timestamp.format(command.to)),
      "count": .int(Int64(count)), "replayed": .int(Int64(messages.count)),
    ]
    return CommandEffect(
      result: try JSONValue(parsing: MessageCodec.encode(result)), change: change, messages: messages)
  }
}
