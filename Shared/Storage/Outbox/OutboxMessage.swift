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
  public var runID: UUID?
  public var endpointID: UUID?
  public var traceparent: String?
  /// UTF-8 JSON.
  public var body: String

  public init(
    id: UUID = .v7(), exchange: Exchange, routingKey: String, isMandatory: Bool, type: MessageType,
    correlationID: String? = nil, causationID: String? = nil, runID: UUID? = nil, endpointID: UUID? = nil,
    traceparent: String? = nil, body: String
  ) {
    self.id = id
    self.exchange = exchange
    self.routingKey = routingKey
    self.isMandatory = isMandatory
    self.type = type
    self.correlationID = correlationID
    self.causationID = causationID
    self.runID = runID
    self.endpointID = endpointID
    self.traceparent = traceparent
    self.body = body
  }
}
