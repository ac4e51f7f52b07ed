import Contracts
import Foundation
import JSON
import Storage

/// Makes of an entry of the journal the message that repeats it.
enum MessageReplay {
  /// What only the gateway sends, on its own behalf.
  private static let internalTypes: Set<MessageType> = [.auditRecord, .apiKeyTouch]
  /// What puts something back itself. A span that held its own order would never be the same twice.
  private static let replays: Set<MessageType> = [
    .runReplay, .messageReplay, .messagesReplay, .deadLetterRedrive, .deadLettersRedrive,
  ]
  /// What takes something away, which nobody means who asks for a span.
  private static let removals: Set<MessageType> = [
    .endpointDelete, .collectionDelete, .webhookDelete, .apiKeyRevoke, .deadLetterDiscard,
    .deadLettersDiscard,
  ]

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
    guard !replays.contains(type) else {
      throw .invalid("id", "is an order to put something back: give that order anew")
    }
    return (exchange, type)
  }

  /// Whether a message is put back with the span it lies in. Dead letters have a way back of their own, and what cannot
  /// be put back is left where it is.
  /// - Parameter named: the type that was asked for.
  static func isPartOfSpans(_ entry: JournalEntry, ofType named: String?) -> Bool {
    guard let (_, type) = try? route(of: entry) else { return false }
    return named != nil || !removals.contains(type)
  }

  /// - Parameters:
  ///   - members: what the message said, or what it is to say.
  ///   - requester: in whose name a command is carried out now.
  static func message(
    repeating entry: JournalEntry, members: JSONObject, requestedBy requester: String
  ) throws(Refusal) -> OutboxMessage {
    let (exchange, type) = try route(of: entry)
    var members = members
    if exchange == .commands { members["requestedBy"] = .string(requester) }
    return OutboxMessage(
      exchange: exchange, routingKey: entry.routingKey, isMandatory: exchange != .events, type: type,
      correlationID: entry.correlationID, causationID: entry.messageID, replayOf: entry.messageID,
      runID: entry.runID, endpointID: entry.endpointID, body: JSONValue.object(members).encodedString)
  }
}
