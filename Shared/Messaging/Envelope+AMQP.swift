import AMQP
import Contracts
import Foundation

extension Envelope {
  /// Reads a delivered message.
  /// - Throws: ``EnvelopeError``: the message is poison.
  public init(_ message: AMQPMessage) throws(EnvelopeError) {
    let properties = message.properties
    func header(_ name: String) -> String? { properties.headers[name]?.stringValue }
    guard let id = properties.messageID, !id.isEmpty else { throw EnvelopeError(reason: "no message_id") }
    guard let name = properties.type else { throw EnvelopeError(reason: "no type") }
    guard let type = MessageType(rawValue: name) else {
      throw EnvelopeError(.unknownType, reason: "unknown type or version: \(name.prefix(80))")
    }
    if let contentType = properties.contentType, !contentType.lowercased().hasPrefix(Self.contentType) {
      throw EnvelopeError(reason: "content_type is not \(Self.contentType)")
    }
    try Self.check(id, "message_id")
    try Self.check(properties.correlationID, "correlation_id")
    try Self.check(properties.replyTo, "reply_to")
    try Self.check(properties.appID, "app_id")
    for name in Self.storedHeaders { try Self.check(header(name), name) }
    try Self.check(header(EnvelopeHeader.actorName), EnvelopeHeader.actorName, limit: Self.longestName)
    func identifier(_ name: String) throws(EnvelopeError) -> UUID? {
      guard let text = header(name) else { return nil }
      guard let id = UUID(uuidString: text) else {
        throw EnvelopeError(reason: "the header \(name) is no UUID")
      }
      return id
    }
    var actor: Actor?
    if let id = header(EnvelopeHeader.actorID), let name = header(EnvelopeHeader.actorName),
      let role = header(EnvelopeHeader.actorRole)
    {
      actor = Actor(keyID: id, name: name, role: role, address: header(EnvelopeHeader.actorAddress))
    }
    self.init(
      messageID: id, type: type, correlationID: properties.correlationID,
      causationID: header(EnvelopeHeader.causationID), replayOf: header(EnvelopeHeader.replayOf),
      runID: try identifier(EnvelopeHeader.runID),
      endpointID: try identifier(EnvelopeHeader.endpointID), traceparent: header(EnvelopeHeader.traceparent),
      timestamp: properties.timestamp ?? Date(), appID: properties.appID ?? "", replyTo: properties.replyTo,
      expirationMilliseconds: properties.expiration.flatMap(Int.init).map { max(0, $0) },
      requestDigest: header(EnvelopeHeader.requestDigest), actor: actor, body: message.body)
  }

  /// The message to publish: persistent, JSON.
  public var amqpMessage: AMQPMessage {
    var headers: [String: AMQPFieldValue] = [:]
    headers[EnvelopeHeader.causationID] = causationID.map { .string($0) }
    headers[EnvelopeHeader.replayOf] = replayOf.map { .string($0) }
    headers[EnvelopeHeader.runID] = runID.map { .string($0.lowercased) }
    headers[EnvelopeHeader.endpointID] = endpointID.map { .string($0.lowercased) }
    headers[EnvelopeHeader.traceparent] = traceparent.map { .string($0) }
    headers[EnvelopeHeader.requestDigest] = requestDigest.map { .string($0) }
    headers[EnvelopeHeader.actorID] = actor.map { .string($0.keyID) }
    headers[EnvelopeHeader.actorName] = actor.map { .string($0.name) }
    headers[EnvelopeHeader.actorRole] = actor.map { .string($0.role) }
    headers[EnvelopeHeader.actorAddress] = actor?.address.map { .string($0) }
    var properties = AMQPProperties()
    properties.messageID = messageID
    properties.type = type.rawValue
    properties.correlationID = correlationID
    properties.replyTo = replyTo
    properties.expiration = expirationMilliseconds.map { String($0) }
    properties.timestamp = timestamp
    properties.appID = appID
    properties.contentType = Self.contentType
    properties.headers = headers
    return AMQPMessage(body: body, properties: properties)
  }

  /// What a property of a message holds at most, in bytes: more comes only from what was no UTF-8.
  private static let longestText = 255
  /// The name of a key: 100 characters of up to four bytes.
  private static let longestName = 400
  private static let storedHeaders = [
    EnvelopeHeader.causationID, EnvelopeHeader.replayOf, EnvelopeHeader.traceparent,
    EnvelopeHeader.requestDigest, EnvelopeHeader.actorID, EnvelopeHeader.actorRole,
    EnvelopeHeader.actorAddress,
  ]

  /// Rows hold these texts, and messages to come carry them on.
  private static func check(
    _ text: String?, _ name: String, limit: Int = longestText
  ) throws(EnvelopeError) {
    guard let text, !text.isStorable(limit) else { return }
    throw EnvelopeError(reason: "\(name) is longer than \(limit) bytes or holds a NUL character")
  }

  /// Reads the body.
  /// - Throws: ``EnvelopeError``: the message is poison.
  public func decode<Body: Decodable>(_ type: Body.Type = Body.self) throws(EnvelopeError) -> Body {
    guard !NulCharacter.occurs(inJSON: body) else {
      throw EnvelopeError(reason: "the body holds a NUL character, which no text of the database can hold")
    }
    do {
      return try MessageCodec.decode(type, from: body)
    } catch {
      throw EnvelopeError(reason: "the body does not fit \(self.type.rawValue)")
    }
  }
}
