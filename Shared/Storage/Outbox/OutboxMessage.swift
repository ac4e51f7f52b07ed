import Contracts
import Foundation

/// A message that a transaction decided and the broker has not confirmed yet.
public struct OutboxMessage: Sendable, Equatable {
  /// Becomes the AMQP `message_id`.
  public var id: UUID
  public var exchange: Exchange
  public var routingKey: String
  /// Triggers must reach a queue; an event that nobody listens to is none the worse.
  public var isMandatory: Bool
  public var type: MessageType
  public var correlationID: String?
  public var causationID: String?
  /// The message that this one repeats.
  public var replayOf: String?
  public var runID: UUID?
  public var endpointID: UUID?
  public var traceparent: String?
  /// UTF-8 JSON.
  public var body: String
  /// On a copy for the journal alone: where the message itself has gone.
  public var journalOf: Exchange?
  /// After which the broker drops it where nobody has taken it; nil: never.
  public var expirationMilliseconds: Int?

  public init(
    id: UUID = .v7(), exchange: Exchange, routingKey: String, isMandatory: Bool, type: MessageType,
    correlationID: String? = nil, causationID: String? = nil, replayOf: String? = nil, runID: UUID? = nil,
    endpointID: UUID? = nil, traceparent: String? = nil, body: String, journalOf: Exchange? = nil,
    expirationMilliseconds: Int? = nil
  ) {
    self.id = id
    self.exchange = exchange
    self.routingKey = routingKey
    self.isMandatory = isMandatory
    self.type = type
    self.correlationID = correlationID
    self.causationID = causationID
    self.replayOf = replayOf
    self.runID = runID
    self.endpointID = endpointID
    self.traceparent = traceparent
    self.body = body
    self.journalOf = journalOf
    self.expirationMilliseconds = expirationMilliseconds
  }
}
