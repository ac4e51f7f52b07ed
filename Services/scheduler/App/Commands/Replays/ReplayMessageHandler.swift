import Contracts
import Foundation
import JSON
import Postgres
import Storage

/// Puts a message of the journal back where it was first sent (B6).
struct ReplayMessageHandler: CommandHandler {
  let bodies: JournalBodies

  func subject(of command: ReplayMessage) -> AuditSubject { .message(command.messageID) }

  func handle(
    _ command: ReplayMessage, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    guard let entry = try await JournalQueries.find([command.messageID], in: transaction)[command.messageID]
    else {
      throw Refusal(
        .messageNotFound, "the journal knows no message of the id \(command.messageID.prefix(100))")
    }
    _ = try MessageReplay.route(of: entry)
    var body = command.body
    if body == nil { body = try await bodies.bodies(of: [entry])[entry.offset] }
    let message = try MessageReplay.message(
      repeating: entry, body: body ?? .null, requestedBy: command.requestedBy)
    let replayed = ReplayedMessage(id: message.id.lowercased, replayOf: entry.messageID)
    var change = AuditChange(.message(command.messageID, endpoint: entry.endpointID))
    change.after = [
      "id": .string(replayed.id), "type": .string(entry.type), "edited": .bool(command.body != nil),
    ]
    return CommandEffect(
      result: try JSONValue(parsing: MessageCodec.encode(replayed)), change: change, messages: [message])
  }
}
