import AMQP
import Contracts
import Foundation
import Messaging
import Storage

extension JournalEntry {
  /// Reads a message of the stream, whatever it is: what is malformed is what somebody will look for.
  /// - Parameter generation: of the stream it lies in.
  init(_ message: AMQPStreamMessage, in generation: Int64, at now: Date) {
    let properties = message.message.properties
    func header(_ name: String) -> String? { properties.headers[name]?.stringValue.flatMap(Self.storable) }
    func identifier(_ name: String) -> UUID? { header(name).flatMap(UUID.init(uuidString:)) }
    let messageID = properties.messageID.flatMap(Self.storable)
    let place = JournalPlace(generation: generation, offset: message.offset)
    self.init(
      place: place, messageID: messageID ?? Self.messageID(of: place),
      type: properties.type.flatMap(Self.storable) ?? "unknown",
      exchange: header(EnvelopeHeader.journalExchange) ?? message.exchange,
      routingKey: Self.storable(message.routingKey) ?? "",
      publishedAt: Self.credible(
        messageID.flatMap(Self.moment(ofVersion7:)) ?? properties.timestamp, at: now),
      sender: properties.appID.flatMap(Self.storable) ?? "", runID: identifier(EnvelopeHeader.runID),
      endpointID: identifier(EnvelopeHeader.endpointID) ?? Self.endpoint(of: message),
      correlationID: properties.correlationID.flatMap(Self.storable),
      causationID: header(EnvelopeHeader.causationID), replayOf: header(EnvelopeHeader.replayOf))
  }

  /// What a property of a message may come to, in bytes: 255 of which each may have to be replaced by a character of
  /// three. No id is cut, so that no two become one; an index entry of the database holds it with the rest.
  private static let longestText = 3 * 255

  /// The text as the database can hold it; nil for an empty one.
  private static func storable(_ text: String) -> String? {
    text.isEmpty ? nil : text.storable(longestText)
  }

  /// The moment, unless it is one that no clock shows: the database could not even hold some of those.
  private static func credible(_ moment: Date?, at now: Date) -> Date {
    guard let moment, moment > Date(timeIntervalSince1970: 0), moment < now + 86_400 else { return now }
    return moment
  }

  /// When a version 7 UUID was made. AMQP's own timestamp counts whole seconds only.
  static func moment(ofVersion7 text: String) -> Date? {
    guard let bytes = UUID(uuidString: text)?.uuid, bytes.6 >> 4 == 7 else { return nil }
    let milliseconds = [bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5].reduce(UInt64(0)) {
      $0 << 8 | UInt64($1)
    }
    return Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
  }

  /// A dead letter without headers is told by the queue it came from.
  private static func endpoint(of message: AMQPStreamMessage) -> UUID? {
    guard let queue = message.message.properties.headers[EnvelopeHeader.deadQueue]?.stringValue,
      queue.hasPrefix(Queue.endpointPrefix)
    else { return nil }
    return UUID(uuidString: String(queue.dropFirst(Queue.endpointPrefix.count)))
  }
}
