/// A message with its destination.
public struct AMQPOutgoing: Sendable, Hashable {
  public var message: AMQPMessage
  public var exchange: String
  public var routingKey: String
  /// Whether a message that no queue takes comes back as ``AMQPError/Code/unroutable``. Otherwise the broker
  /// confirms it and drops it.
  public var isMandatory: Bool
  /// How long to wait for the broker's confirmation.
  public var timeout: Duration

  public init(
    _ message: AMQPMessage, exchange: String, routingKey: String, mandatory: Bool = true,
    timeout: Duration = .seconds(10)
  ) {
    self.message = message
    self.exchange = exchange
    self.routingKey = routingKey
    isMandatory = mandatory
    self.timeout = timeout
  }
}
