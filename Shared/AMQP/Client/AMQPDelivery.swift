/// A message that a consumer was given and that the broker keeps until it is settled.
///
/// The first of ``ack()`` and ``reject(requeue:)`` counts. When the connection or channel it came on is gone,
/// settling does nothing: the broker has already put the message back and delivers it again. A delivery that
/// its handler leaves unsettled is rejected with requeue when the handler returns.
public struct AMQPDelivery: Sendable {
  public let message: AMQPMessage
  public let exchange: String
  public let routingKey: String
  /// Whether it may have been delivered before.
  public let isRedelivered: Bool
  public let consumerTag: String
  let settlement: DeliverySettlement

  init(message: AMQPMessage, address: DeliveryAddress, settlement: DeliverySettlement) {
    self.message = message
    exchange = address.exchange
    routingKey = address.routingKey
    isRedelivered = address.isRedelivered
    consumerTag = address.consumerTag
    self.settlement = settlement
  }

  /// Tells the broker that the message is done with. That is written at once, or with others a moment later; it may
  /// still be lost with the connection, so handling must bear a repetition.
  public func ack() async { await settlement.ack() }

  /// Gives the message back.
  /// - Parameter requeue: whether it is to be delivered again; otherwise it is dead-lettered or dropped.
  public func reject(requeue: Bool) async { await settlement.reject(requeue: requeue) }
}
