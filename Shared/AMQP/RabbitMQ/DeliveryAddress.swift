/// What precedes the content of a delivery.
struct DeliveryAddress: Sendable, Hashable {
  let consumerTag: String
  let deliveryTag: UInt64
  let isRedelivered: Bool
  let exchange: String
  let routingKey: String
}
