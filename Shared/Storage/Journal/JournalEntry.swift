import Foundation

/// A message of the journal as its index knows it: everything but the body.
public struct JournalEntry: Sendable, Hashable {
  /// The place in the stream.
  public var offset: Int64
  /// The AMQP `message_id`; for a message without one, its place.
  public var messageID: String
  public var type: String
  /// Where the message was first sent.
  public var exchange: String
  public var routingKey: String
  public var publishedAt: Date
  /// The process that sent it.
  public var sender: String
  public var runID: UUID?
  public var endpointID: UUID?
  public var correlationID: String?
  public var causationID: String?
  /// The message that this one repeats.
  public var replayOf: String?

  public init(
    offset: Int64, messageID: String, type: String, exchange: String, routingKey: String, publishedAt: Date,
    sender: String, runID: UUID? = nil, endpointID: UUID? = nil, correlationID: String? = nil,
    causationID: String? = nil, replayOf: String? = nil
  ) {
    self.offset = offset
    self.messageID = messageID
    self.type = type
    self.exchange = exchange
    self.routingKey = routingKey
    self.publishedAt = publishedAt
    self.sender = sender
    self.runID = runID
    self.endpointID = endpointID
    self.correlationID = correlationID
    self.causationID = causationID
    self.replayOf = replayOf
  }
}
