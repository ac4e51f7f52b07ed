import Contracts
import Foundation
import JSON
import Storage

/// Makes of an entry of the journal the message that repeats it.
enum MessageReplay {
  /// What only the gateway sends, on its own behalf.
  private static let internalTypes: Set<MessageType> = [.auditRecord, .apiKeyTouch]

  /// Whether a message may be put back, and where.
  /// - Throws: a ``Refusal`` that says why not.
  static func route(of entry: JournalEntry) throws(Refusal) -> (exchange: Exchange, type: MessageType) {
    guard let exchange = Exchange(rawValue: entry.exchange), exchange.journalWay != .none else {
      throw .invalid("id", "was sent to \(entry.exchange), where nothing is put back")
    }
    guard exchange != .dead else {
      throw .invalid("id", "is a dead letter: redriveDeadLetter puts it back where it came from")
    }
    guard let type = MessageType(rawValue: entry.type) else {
      throw .invalid("id", "is of the type \(entry.type), which this release does not know")
    }
    guard !internalTypes.contains(type) else { throw .invalid("id", "is a note of the gateway to itself") }
    return (exchange, type)
  }

  /// - Parameters:
  ///   - body: what the message said, or what it is to say.
  ///   - requester: in whose name a command is carried out now.
  static func message(
    repeating entry: JournalEntry, body: JSONValue, requestedBy requester: String
  ) throws(Refusal) -> OutboxMessage {
    let (exchange, type) = try route(of: entry)
    guard var members = body.objectValue else { throw .invalid("body", "must be a JSON object") }
    if exchange == .commands { members["requestedBy"] = .string(requester) }
    return OutboxMessage(
      exchange: exchange, routingKey: entry.routingKey, isMandatory: exchange != .events, type: type,
      correlationID: entry.correlationID, causationID: entry.messageID, replayOf: entry.messageID,
      runID: entry.runID, endpointID: entry.endpointID, body: JSONValue.object(members).encodedString)
  }
}
