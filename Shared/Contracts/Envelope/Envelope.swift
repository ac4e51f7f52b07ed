import Foundation

/// What surrounds a message body: who sent it, about what, because of what. It travels in AMQP properties and
/// headers, so that a message can be routed, filed and followed without reading its body.
public struct Envelope: Sendable, Equatable {
  /// A version 7 UUID, or the caller's own key for a command (`Idempotency-Key`).
  public var messageID: String
  public var type: MessageType
  /// Shared by all messages of one request.
  public var correlationID: String?
  /// The message that led to this one.
  public var causationID: String?
  /// The message that this one repeats.
  public var replayOf: String?
  public var runID: UUID?
  public var endpointID: UUID?
  /// W3C trace context.
  public var traceparent: String?
  public var timestamp: Date
  /// The executable and instance that sent it: `scheduler-1@host`.
  public var appID: String
  /// The routing key on `nucleus.replies` under which an answer is awaited.
  public var replyTo: String?
  /// How long the broker may keep the message, in milliseconds.
  public var expirationMilliseconds: Int?
  /// A keyed digest of the caller's request, by which the same idempotency key with another body is told.
  public var requestDigest: String?
  /// On a command: who wants it.
  public var actor: Actor?
  /// UTF-8 JSON.
  public var body: [UInt8]

  public static let contentType = "application/json"

  public init(
    messageID: String = UUID.v7().lowercased, type: MessageType, correlationID: String? = nil,
    causationID: String? = nil, replayOf: String? = nil, runID: UUID? = nil, endpointID: UUID? = nil,
    traceparent: String? = nil,
    timestamp: Date = Date(), appID: String, replyTo: String? = nil, expirationMilliseconds: Int? = nil,
    requestDigest: String? = nil, actor: Actor? = nil, body: [UInt8]
  ) {
    self.messageID = messageID
    self.type = type
    self.correlationID = correlationID
    self.causationID = causationID
    self.replayOf = replayOf
    self.runID = runID
    self.endpointID = endpointID
    self.traceparent = traceparent
    self.timestamp = timestamp
    self.appID = appID
    self.replyTo = replyTo
    self.expirationMilliseconds = expirationMilliseconds
    self.requestDigest = requestDigest
    self.actor = actor
    self.body = body
  }
}
