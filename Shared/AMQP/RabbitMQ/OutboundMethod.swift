/// The methods this client sends once a connection is open, apart from publishing.
enum OutboundMethod: Sendable, Hashable {
  case connectionClose
  case connectionCloseOK
  case channelOpen
  case channelClose
  case channelCloseOK
  case channelFlowOK(isActive: Bool)
  case confirmSelect
  case exchangeDeclare(AMQPExchange)
  case exchangeDelete(name: String)
  case queueDeclare(AMQPQueue)
  case queueInspect(name: String)
  case queueBind(AMQPBinding)
  case queueUnbind(AMQPBinding)
  case queueDelete(name: String)
  case queuePurge(name: String)
  case qos(prefetch: UInt16)
  case consume(
    queue: String, consumerTag: String, isExclusive: Bool, arguments: [String: AMQPFieldValue])
  case cancel(consumerTag: String)
  case get(queue: String)
  case ack(tag: UInt64, isMultiple: Bool)
  case reject(tag: UInt64, requeue: Bool)
}
