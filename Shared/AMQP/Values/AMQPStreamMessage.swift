/// A message of a stream with its place.
public struct AMQPStreamMessage: Sendable {
  /// The number of the message in the stream, counted from 0. Numbers grow; some may be missing.
  public let offset: Int64
  public let message: AMQPMessage
  /// Where it was published to.
  public let exchange: String
  public let routingKey: String

  public init(offset: Int64, message: AMQPMessage, exchange: String, routingKey: String) {
    self.offset = offset
    self.message = message
    self.exchange = exchange
    self.routingKey = routingKey
  }

  /// - Returns: nil where the broker has not said the place, which it does for streams only.
  init?(_ delivery: AMQPDelivery) {
    guard let offset = delivery.message.properties.headers["x-stream-offset"]?.intValue else { return nil }
    self.offset = offset
    message = delivery.message
    exchange = delivery.exchange
    routingKey = delivery.routingKey
  }
}
