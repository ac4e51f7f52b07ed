import Contracts
import Foundation
import JSON
import Postgres
import Storage

/// Puts a message of the journal back where it was first sent (B6).
struct ReplayMessageHandler: CommandHandler {
  /// Nil where the journal knows no message of the id.
  let entry: JournalEntry?
  /// What it says now; nil where it has not been looked for.
  let body: ReplayMaterial.Body?

  func subject(of command: ReplayMessage) -> AuditSubject { .message(command.messageID) }

  func handle(
    _ command: ReplayMessage, cause: MessageCause, in transaction: PostgresConnection
  ) async throws -> CommandEffect {
    guard let entry else {
      throw Refusal(
        .messageNotFound, "the journal knows no message of the id \(command.messageID.prefix(100))")
    }
    _ = try MessageReplay.route(of: entry)
    let message = try MessageReplay.message(
      repeating: entry, members: try members(command), requestedBy: command.requestedBy)
    let replayed = ReplayedMessage(id: message.id.lowercased, replayOf: entry.messageID)
    var change = AuditChange(.message(command.messageID, endpoint: entry.endpointID))
    change.after = [
      "id": .string(replayed.id), "type": .string(entry.type), "edited": .bool(command.body != nil),
    ]
    return CommandEffect(
      result: try JSONValue(parsing: MessageCodec.encode(replayed)), change: change, messages: [message])
  }

  private func members(_ command: ReplayMessage) throws(Refusal) -> JSONObject {
    switch body {
    case .found(let members): return members
    case .notAnObject where command.body != nil: throw .invalid("body", "must be a JSON object")
    case .notAnObject:
      throw .invalid("id", "names a message whose body is no JSON object: give one in its place")
    case .gone, nil:
      throw .invalid("id", "names a message whose body the journal has let go: give one in its place")
    case .tooMuch:
      throw .invalid(
        "id", "names a message that is larger than what is read at once: give a body in its place")
    }
  }
}
