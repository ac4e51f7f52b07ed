import AMQP
import Contracts
import Foundation
import JSON
import Messaging
import Storage

/// Decides how a dead letter is filed. Whatever a message looks like, there is a row for it.
enum FilingDecision {
  /// What is kept of a body.
  static let bodyLimit = 1_048_576
  /// The largest body that is looked into for the ids of a run and an endpoint.
  static let readableBody = 65_536
  /// How far apart the copies of what is said to many at once may come.
  static let broadcastSpread = Duration.seconds(60)
  /// How long after it was filed a message may come again because that was not noted.
  static let redeliveryTime = Duration.seconds(3_600)
  private static let longestText = 255
  private static let longestWords = 1_000

  /// - Parameter isRedelivered: whether the queue of dead letters may have delivered it before.
  static func decide(_ message: AMQPMessage, isRedelivered: Bool) -> NewDeadLetter {
    let source = DeadLetterSource(message)
    let properties = message.properties
    func text(_ value: String?) -> String? { value.map { $0.storable(longestText) } }
    func header(_ name: String) -> String? { properties.headers[name]?.stringValue }
    var letter = NewDeadLetter(
      queue: source.queue.storable(longestText), reason: source.reason,
      words: source.words.storable(longestWords), copies: copies(source, properties, isRedelivered),
      content: content(of: message, source), body: DeadLetterBody(message.body, limit: bodyLimit))
    letter.messageID = text(properties.messageID)
    letter.type = text(properties.type)
    letter.correlationID = text(properties.correlationID)
    letter.causationID = text(header(EnvelopeHeader.causationID))
    letter.traceparent = text(header(EnvelopeHeader.traceparent))
    letter.appID = text(properties.appID)
    letter.contentType = text(properties.contentType)
    let ids = BodyIdentifiers(message.body, limit: readableBody)
    letter.runID = header(EnvelopeHeader.runID).flatMap(UUID.init(uuidString:)) ?? ids.run
    letter.endpointID =
      header(EnvelopeHeader.endpointID).flatMap(UUID.init(uuidString:)) ?? Queue.endpoint(of: source.queue)
      ?? ids.endpoint
    let address = ReturnAddress(
      queue: source.queue, exchange: source.exchange, routingKey: source.routingKey)
    letter.exchange = address?.exchange
    letter.routingKey = address.map { $0.routingKey.storable(longestText) }
    letter.headers = headers(of: properties)
    return letter
  }

  private static func copies(
    _ source: DeadLetterSource, _ properties: AMQPProperties, _ isRedelivered: Bool
  ) -> NewDeadLetter.Copies {
    switch source.origin {
    case .consumer(let failure?): return .identified(by: failure)
    // Older releases say nothing, and others only that it may have been put away before.
    case .consumer(nil): return .alike(within: redeliveryTime)
    case .broker(let death) where !(properties.messageID ?? "").isEmpty: return .identified(by: death)
    case .broadcast: return .alike(within: broadcastSpread)
    case .broker, .nobody: return isRedelivered ? .alike(within: redeliveryTime) : .none
    }
  }

  /// All that makes the message what it is: two that differ in any of it are two.
  private static func content(of message: AMQPMessage, _ source: DeadLetterSource) -> [[UInt8]] {
    let properties = message.properties
    let origin =
      switch source.origin {
      case .consumer: "consumer"
      case .broadcast: "broadcast"
      case .broker(let death): "broker \(death)"
      case .nobody: "nobody"
      }
    let texts = [
      origin, source.queue, source.exchange?.rawValue, source.routingKey, properties.messageID,
      properties.type, properties.correlationID, properties.appID,
      properties.timestamp.map { "\($0.timeIntervalSince1970)" },
    ]
    return texts.map { [UInt8](($0 ?? "").utf8) } + [message.body]
  }

  /// For people: the headers as they came, and the properties that have no place of their own.
  private static func headers(of properties: AMQPProperties) -> JSONObject {
    var headers = properties.headers
    headers[AMQPDelivery.countHeader] = nil
    for name in EnvelopeHeader.ofDeadLetters where name != EnvelopeHeader.deadDroppedHeaders {
      headers[name] = nil
    }
    headers["reply-to"] = properties.replyTo.map { .string($0) } ?? headers["reply-to"]
    headers["content-encoding"] =
      properties.contentEncoding.map { .string($0) } ?? headers["content-encoding"]
    return AMQPFieldValue.json(headers)
  }
}
