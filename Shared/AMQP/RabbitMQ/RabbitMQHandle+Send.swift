import CRabbitMQ

extension RabbitMQHandle {
  /// Writes one method frame. It may block on a socket that is not writable.
  func send(_ method: OutboundMethod, on channel: UInt16) throws(AMQPError) {
    defer { arena.reset() }
    let no: amqp_boolean_t = 0
    switch method {
    case .connectionClose:
      try write(
        amqp_connection_close_t(
          reply_code: 200, reply_text: arena.bytes("goodbye"), class_id: 0, method_id: 0),
        AMQP_CONNECTION_CLOSE_METHOD, channel)
    case .connectionCloseOK:
      try write(amqp_connection_close_ok_t(), AMQP_CONNECTION_CLOSE_OK_METHOD, channel)
    case .channelOpen:
      try write(
        amqp_channel_open_t(out_of_band: amqp_empty_bytes), AMQP_CHANNEL_OPEN_METHOD, channel)
    case .channelClose:
      try write(
        amqp_channel_close_t(
          reply_code: 200, reply_text: arena.bytes("goodbye"), class_id: 0, method_id: 0),
        AMQP_CHANNEL_CLOSE_METHOD, channel)
    case .channelCloseOK: try write(amqp_channel_close_ok_t(), AMQP_CHANNEL_CLOSE_OK_METHOD, channel)
    case .channelFlowOK(let isActive):
      try write(
        amqp_channel_flow_ok_t(active: isActive ? 1 : 0), AMQP_CHANNEL_FLOW_OK_METHOD, channel)
    case .confirmSelect: try write(amqp_confirm_select_t(nowait: no), AMQP_CONFIRM_SELECT_METHOD, channel)
    case .exchangeDeclare, .exchangeDelete, .queueDeclare, .queueInspect, .queueBind, .queueUnbind,
      .queueDelete, .queuePurge:
      try sendTopology(method, on: channel)
    case .qos(let prefetch):
      try write(
        amqp_basic_qos_t(prefetch_size: 0, prefetch_count: prefetch, global: no), AMQP_BASIC_QOS_METHOD,
        channel)
    case .consume(let queue, let consumerTag, let isExclusive, let arguments):
      try write(
        amqp_basic_consume_t(
          ticket: 0, queue: arena.bytes(queue), consumer_tag: arena.bytes(consumerTag), no_local: no,
          no_ack: no, exclusive: isExclusive ? 1 : 0, nowait: no,
          arguments: arena.table(arguments)),
        AMQP_BASIC_CONSUME_METHOD, channel)
    case .cancel(let consumerTag):
      try write(
        amqp_basic_cancel_t(consumer_tag: arena.bytes(consumerTag), nowait: no), AMQP_BASIC_CANCEL_METHOD,
        channel)
    case .get(let queue):
      try write(
        amqp_basic_get_t(ticket: 0, queue: arena.bytes(queue), no_ack: no), AMQP_BASIC_GET_METHOD, channel)
    case .ack(let tag, let isMultiple):
      try write(
        amqp_basic_ack_t(delivery_tag: tag, multiple: isMultiple ? 1 : 0), AMQP_BASIC_ACK_METHOD, channel)
    case .reject(let tag, let requeue):
      try write(
        amqp_basic_reject_t(delivery_tag: tag, requeue: requeue ? 1 : 0), AMQP_BASIC_REJECT_METHOD, channel)
    }
  }

  private func sendTopology(_ method: OutboundMethod, on channel: UInt16) throws(AMQPError) {
    let no: amqp_boolean_t = 0
    func flag(_ value: Bool) -> amqp_boolean_t { value ? 1 : 0 }
    switch method {
    case .exchangeDeclare(let exchange):
      try write(
        amqp_exchange_declare_t(
          ticket: 0, exchange: arena.bytes(exchange.name), type: arena.bytes(exchange.kind.rawValue),
          passive: no, durable: flag(exchange.isDurable), auto_delete: flag(exchange.isAutoDelete),
          internal: flag(exchange.isInternal), nowait: no, arguments: arena.table(exchange.arguments)),
        AMQP_EXCHANGE_DECLARE_METHOD, channel)
    case .exchangeDelete(let name):
      try write(
        amqp_exchange_delete_t(ticket: 0, exchange: arena.bytes(name), if_unused: no, nowait: no),
        AMQP_EXCHANGE_DELETE_METHOD, channel)
    case .queueDeclare(let queue):
      try write(
        amqp_queue_declare_t(
          ticket: 0, queue: arena.bytes(queue.name), passive: no, durable: flag(queue.isDurable),
          exclusive: flag(queue.isExclusive), auto_delete: flag(queue.isAutoDelete), nowait: no,
          arguments: arena.table(queue.arguments)), AMQP_QUEUE_DECLARE_METHOD, channel)
    case .queueInspect(let name):
      try write(
        amqp_queue_declare_t(
          ticket: 0, queue: arena.bytes(name), passive: 1, durable: no, exclusive: no, auto_delete: no,
          nowait: no, arguments: amqp_empty_table), AMQP_QUEUE_DECLARE_METHOD, channel)
    case .queueBind(let binding):
      try write(
        amqp_queue_bind_t(
          ticket: 0, queue: arena.bytes(binding.queue), exchange: arena.bytes(binding.exchange),
          routing_key: arena.bytes(binding.routingKey), nowait: no,
          arguments: arena.table(binding.arguments)), AMQP_QUEUE_BIND_METHOD, channel)
    case .queueUnbind(let binding):
      try write(
        amqp_queue_unbind_t(
          ticket: 0, queue: arena.bytes(binding.queue), exchange: arena.bytes(binding.exchange),
          routing_key: arena.bytes(binding.routingKey), arguments: arena.table(binding.arguments)),
        AMQP_QUEUE_UNBIND_METHOD, channel)
    case .queueDelete(let name):
      // Plain: a quorum queue answers the conditional forms by closing the whole connection.
      try write(
        amqp_queue_delete_t(ticket: 0, queue: arena.bytes(name), if_unused: no, if_empty: no, nowait: no),
        AMQP_QUEUE_DELETE_METHOD, channel)
    case .queuePurge(let name):
      try write(
        amqp_queue_purge_t(ticket: 0, queue: arena.bytes(name), nowait: no), AMQP_QUEUE_PURGE_METHOD, channel)
    default: break
    }
  }

  private func write<T>(_ fields: T, _ id: amqp_method_number_t, _ channel: UInt16) throws(AMQPError) {
    var fields = fields
    let status = withUnsafeMutablePointer(to: &fields) { amqp_send_method(state, channel, id, $0) }
    try check(status, "send")
  }

  func sendHeartbeat() throws(AMQPError) {
    var frame = amqp_frame_t()
    frame.frame_type = UInt8(AMQP_FRAME_HEARTBEAT)
    try check(amqp_send_frame(state, &frame), "send heartbeat")
  }

  /// Writes a message whose body fits one frame.
  func publish(_ outgoing: AMQPOutgoing, on channel: UInt16) throws(AMQPError) {
    defer { arena.reset() }
    var properties = outgoing.message.properties.rabbitMQ(in: arena)
    let exchange = arena.bytes(outgoing.exchange)
    let routingKey = arena.bytes(outgoing.routingKey)
    let status = outgoing.message.body.withUnsafeBytes { body in
      // The library only reads from the body.
      amqp_basic_publish(
        state, channel, exchange, routingKey, outgoing.isMandatory ? 1 : 0, 0, &properties,
        amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress)))
    }
    try check(status, "publish")
  }

  /// Begins a message whose body takes several frames; ``publishBody(_:range:on:)`` must follow for all of it.
  func publishHead(_ outgoing: AMQPOutgoing, on channel: UInt16) throws(AMQPError) {
    try write(
      amqp_basic_publish_t(
        ticket: 0, exchange: arena.bytes(outgoing.exchange), routing_key: arena.bytes(outgoing.routingKey),
        mandatory: outgoing.isMandatory ? 1 : 0, immediate: 0), AMQP_BASIC_PUBLISH_METHOD, channel)
    defer { arena.reset() }
    var properties = outgoing.message.properties.rabbitMQ(in: arena)
    var frame = amqp_frame_t()
    frame.frame_type = UInt8(AMQP_FRAME_HEADER)
    frame.channel = channel
    frame.payload.properties.class_id = UInt16(AMQP_BASIC_CLASS)
    frame.payload.properties.body_size = UInt64(outgoing.message.body.count)
    let status = withUnsafeMutablePointer(to: &properties) { pointer in
      frame.payload.properties.decoded = UnsafeMutableRawPointer(pointer)
      return amqp_send_frame(state, &frame)
    }
    try check(status, "publish")
  }

  /// Writes one frame of a body.
  func publishBody(_ body: [UInt8], range: Range<Int>, on channel: UInt16) throws(AMQPError) {
    var frame = amqp_frame_t()
    frame.frame_type = UInt8(AMQP_FRAME_BODY)
    frame.channel = channel
    let status = body.withUnsafeBytes { bytes in
      let part = UnsafeRawBufferPointer(rebasing: bytes[range])
      frame.payload.body_fragment = amqp_bytes_t(
        len: part.count, bytes: UnsafeMutableRawPointer(mutating: part.baseAddress))
      return amqp_send_frame(state, &frame)
    }
    try check(status, "publish")
  }
}
