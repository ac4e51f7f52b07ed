import Foundation

/// A message of the journal as its index knows it: everything but the body.
public struct JournalEntry: Sendable, Hashable {
  /// Where it lies. Only the stream of the current generation can be read.
  public var place: JournalPlace
  /// The place in its stream.
  public var offset: Int64 { place.offset }
  /// Whether its stream has let it go, or is gone itself, as far as was last seen: there is no body to be read then.
  public var isGone: Bool
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

  /// Stands for a message that could not be read or not be stored: all that is known of it is its place.
  public static func unreadable(at place: JournalPlace, _ now: Date) -> JournalEntry {
    JournalEntry(
      place: place, messageID: messageID(of: place), type: unreadableType, exchange: "unknown",
      routingKey: "", publishedAt: now, sender: "")
  }

  static let unreadableType = "unreadable"

  /// Whether it stands for such a message: to read it may cost the connection.
  public var isUnreadable: Bool { type == Self.unreadableType }

  public init(
    place: JournalPlace, isGone: Bool = false, messageID: String, type: String, exchange: String,
    routingKey: String, publishedAt: Date,
    sender: String, runID: UUID? = nil, endpointID: UUID? = nil, correlationID: String? = nil,
    causationID: String? = nil, replayOf: String? = nil
  ) {
    self.place = place
    self.isGone = isGone
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
