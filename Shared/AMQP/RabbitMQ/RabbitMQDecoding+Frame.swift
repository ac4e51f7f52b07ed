import CRabbitMQ

extension InboundFrame {
  /// Nil for a frame of an unknown type.
  init?(rabbitMQ frame: amqp_frame_t) {
    channel = frame.channel
    switch Int32(frame.frame_type) {
    case AMQP_FRAME_METHOD:
      payload = .method(InboundMethod(rabbitMQ: frame.payload.method))
    case AMQP_FRAME_HEADER:
      guard frame.payload.properties.class_id == UInt16(AMQP_BASIC_CLASS),
        let decoded = frame.payload.properties.decoded
      else { return nil }
      payload = .header(
        bodySize: Int(clamping: frame.payload.properties.body_size),
        properties: AMQPProperties(
          rabbitMQ: decoded.assumingMemoryBound(to: amqp_basic_properties_t.self).pointee))
    case AMQP_FRAME_BODY:
      payload = .body([UInt8](rabbitMQ: frame.payload.body_fragment))
    default:
      return nil
    }
  }
}

extension InboundMethod {
  init(rabbitMQ method: amqp_method_t) {
    guard let decoded = method.decoded else {
      self = .other(method.id)
      return
    }
    /// The library decodes each method id into the struct of that method.
    func read<T>(_ type: T.Type) -> T { decoded.assumingMemoryBound(to: type).pointee }

    switch method.id {
    case AMQP_CONNECTION_CLOSE_METHOD:
      let close = read(amqp_connection_close_t.self)
      self = .connectionClose(
        CloseReason(replyCode: Int(close.reply_code), text: String(rabbitMQ: close.reply_text)))
    case AMQP_CONNECTION_CLOSE_OK_METHOD: self = .connectionCloseOK
    case AMQP_CONNECTION_BLOCKED_METHOD:
      self = .connectionBlocked(reason: String(rabbitMQ: read(amqp_connection_blocked_t.self).reason))
    case AMQP_CONNECTION_UNBLOCKED_METHOD: self = .connectionUnblocked
    case AMQP_CHANNEL_OPEN_OK_METHOD: self = .channelOpenOK
    case AMQP_CHANNEL_CLOSE_METHOD:
      let close = read(amqp_channel_close_t.self)
      self = .channelClose(
        CloseReason(replyCode: Int(close.reply_code), text: String(rabbitMQ: close.reply_text)))
    case AMQP_CHANNEL_CLOSE_OK_METHOD: self = .channelCloseOK
    case AMQP_CHANNEL_FLOW_METHOD: self = .channelFlow(isActive: read(amqp_channel_flow_t.self).active != 0)
    case AMQP_CONFIRM_SELECT_OK_METHOD: self = .confirmSelectOK
    case AMQP_EXCHANGE_DECLARE_OK_METHOD: self = .exchangeDeclareOK
    case AMQP_EXCHANGE_DELETE_OK_METHOD: self = .exchangeDeleteOK
    case AMQP_QUEUE_DECLARE_OK_METHOD:
      let declared = read(amqp_queue_declare_ok_t.self)
      self = .queueDeclareOK(
        messageCount: Int(declared.message_count), consumerCount: Int(declared.consumer_count))
    case AMQP_QUEUE_BIND_OK_METHOD: self = .queueBindOK
    case AMQP_QUEUE_UNBIND_OK_METHOD: self = .queueUnbindOK
    case AMQP_QUEUE_DELETE_OK_METHOD: self = .queueDeleteOK
    case AMQP_QUEUE_PURGE_OK_METHOD:
      self = .queuePurgeOK(messageCount: Int(read(amqp_queue_purge_ok_t.self).message_count))
    case AMQP_BASIC_QOS_OK_METHOD: self = .qosOK
    case AMQP_BASIC_CONSUME_OK_METHOD: self = .consumeOK
    case AMQP_BASIC_CANCEL_METHOD:
      self = .cancel(consumerTag: String(rabbitMQ: read(amqp_basic_cancel_t.self).consumer_tag))
    case AMQP_BASIC_CANCEL_OK_METHOD: self = .cancelOK
    case AMQP_BASIC_DELIVER_METHOD:
      let deliver = read(amqp_basic_deliver_t.self)
      self = .deliver(
        DeliveryAddress(
          consumerTag: String(rabbitMQ: deliver.consumer_tag), deliveryTag: deliver.delivery_tag,
          isRedelivered: deliver.redelivered != 0, exchange: String(rabbitMQ: deliver.exchange),
          routingKey: String(rabbitMQ: deliver.routing_key)))
    case AMQP_BASIC_RETURN_METHOD:
      let returned = read(amqp_basic_return_t.self)
      self = .returned(
        MessageReturn(
          reason: CloseReason(
            replyCode: Int(returned.reply_code), text: String(rabbitMQ: returned.reply_text)),
          exchange: String(rabbitMQ: returned.exchange),
          routingKey: String(rabbitMQ: returned.routing_key)))
    case AMQP_BASIC_ACK_METHOD:
      let ack = read(amqp_basic_ack_t.self)
      self = .ack(tag: ack.delivery_tag, isMultiple: ack.multiple != 0)
    case AMQP_BASIC_NACK_METHOD:
      let nack = read(amqp_basic_nack_t.self)
      self = .nack(tag: nack.delivery_tag, isMultiple: nack.multiple != 0)
    default: self = .other(method.id)
    }
  }
}
