/// The methods a broker sends once a connection is open.
enum InboundMethod: Sendable, Hashable {
  case connectionClose(CloseReason)
  case connectionCloseOK
  case connectionBlocked(reason: String)
  case connectionUnblocked
  case channelOpenOK
  case channelClose(CloseReason)
  case channelCloseOK
  case channelFlow(isActive: Bool)
  case confirmSelectOK
  case exchangeDeclareOK
  case exchangeDeleteOK
  case queueDeclareOK(messageCount: Int, consumerCount: Int)
  case queueBindOK
  case queueUnbindOK
  case queueDeleteOK
  case queuePurgeOK(messageCount: Int)
  case qosOK
  case consumeOK
  case cancel(consumerTag: String)
  case cancelOK
  case deliver(DeliveryAddress)
  case returned(MessageReturn)
  case ack(tag: UInt64, isMultiple: Bool)
  case nack(tag: UInt64, isMultiple: Bool)
  /// A method this client never asks for.
  case other(UInt32)
}
