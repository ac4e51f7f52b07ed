import struct Foundation.Date

/// The properties that travel with a message. Texts are at most 255 bytes of UTF-8.
public struct AMQPProperties: Sendable, Hashable {
  public var messageID: String?
  public var type: String?
  public var correlationID: String?
  public var replyTo: String?
  /// How long the message may wait in a queue, in milliseconds written as decimal digits.
  public var expiration: String?
  /// Whole seconds on the wire.
  public var timestamp: Date?
  public var appID: String?
  public var contentType: String?
  public var contentEncoding: String?
  /// Checked by the broker: it must be the user of the connection.
  public var userID: String?
  public var priority: UInt8?
  /// Whether a durable queue keeps the message over a restart of the broker.
  public var isPersistent: Bool
  public var headers: [String: AMQPFieldValue]

  public init(
    messageID: String? = nil, type: String? = nil, correlationID: String? = nil, replyTo: String? = nil,
    expiration: String? = nil, timestamp: Date? = nil, appID: String? = nil, contentType: String? = nil,
    contentEncoding: String? = nil, userID: String? = nil, priority: UInt8? = nil,
    isPersistent: Bool = true, headers: [String: AMQPFieldValue] = [:]
  ) {
    self.messageID = messageID
    self.type = type
    self.correlationID = correlationID
    self.replyTo = replyTo
    self.expiration = expiration
    self.timestamp = timestamp
    self.appID = appID
    self.contentType = contentType
    self.contentEncoding = contentEncoding
    self.userID = userID
    self.priority = priority
    self.isPersistent = isPersistent
    self.headers = headers
  }
}
