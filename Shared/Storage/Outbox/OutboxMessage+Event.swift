import Contracts
import Foundation

extension OutboxMessage {
  /// An event about an endpoint or one of its collections.
  public static func event(
    _ type: MessageType, endpoint: UUID, collection: UUID? = nil, causedBy cause: MessageCause
  ) throws -> OutboxMessage {
    let body = try MessageCodec.encode(
      ConfigurationEvent(endpointID: endpoint, collectionID: collection, at: Date()))
    return OutboxMessage(
      exchange: .events, routingKey: RoutingKey.event(type, endpoint: endpoint), isMandatory: false,
      type: type,
      correlationID: cause.correlationID, causationID: cause.messageID, endpointID: endpoint,
      traceparent: cause.traceparent, body: String(decoding: body, as: UTF8.self))
  }
}
