/// A rule that puts messages of an exchange into a queue.
public struct AMQPBinding: Sendable, Hashable {
  public var queue: String
  public var exchange: String
  public var routingKey: String
  public var arguments: [String: AMQPFieldValue]

  public init(
    queue: String, exchange: String, routingKey: String = "", arguments: [String: AMQPFieldValue] = [:]
  ) {
    self.queue = queue
    self.exchange = exchange
    self.routingKey = routingKey
    self.arguments = arguments
  }
}
