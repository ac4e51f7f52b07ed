import Contracts
import Foundation

extension OutboxMessage {
  /// An event about an endpoint or one of its collections.
  public static func event(
    _ type: MessageType, endpoint: UUID, collection: UUID? = nil, causedBy cause: MessageCause
  ) throws -> OutboxMessage {
    try event(
      type, about: endpoint, endpoint: endpoint,
      ConfigurationEvent(endpointID: endpoint, collectionID: collection, at: Date()), cause)
  }

  /// An event about a key of the API.
  public static func event(
    _ type: MessageType, apiKey id: UUID, causedBy cause: MessageCause
  ) throws -> OutboxMessage {
    try event(type, about: id, endpoint: nil, APIKeyEvent(id: id), cause)
  }

  /// An event about a change set.
  /// - Parameter cause: nil where no message led to it.
  public static func event(
    _ type: MessageType, _ body: ChangeSetEvent, causedBy cause: MessageCause?
  ) throws -> OutboxMessage {
    var message = try event(type, about: body.endpointID, endpoint: body.endpointID, body, cause)
    message.runID = body.runID
    return message
  }

  private static func event(
    _ type: MessageType, about id: UUID, endpoint: UUID?, _ body: some Encodable, _ cause: MessageCause?
  ) throws -> OutboxMessage {
    OutboxMessage(
      exchange: .events, routingKey: RoutingKey.event(type, about: id), isMandatory: false, type: type,
      correlationID: cause?.correlationID, causationID: cause?.messageID, endpointID: endpoint,
      traceparent: cause?.traceparent, body: String(decoding: try MessageCodec.encode(body), as: UTF8.self))
  }
}
