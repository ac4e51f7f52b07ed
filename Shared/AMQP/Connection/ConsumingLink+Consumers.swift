import Logging
import ThreadActor

extension ConsumingLink {
  /// Takes a consumer in; it starts as soon as the connection is ready.
  func add(
    _ number: Int, _ specification: ConsumerSpecification, status: Watched<ConsumerStatus>,
    deliveries: AsyncStream<AMQPDelivery>.Continuation
  ) {
    let consumer = ConsumerRecord(
      number: number, specification: specification, status: status, deliveries: deliveries,
      backoff: configuration.backoff)
    consumers[number] = consumer
    if isReady { perform(consumer.lifecycle.connectionUp(), for: consumer) }
  }

  /// Returns when no delivery will come any more.
  func cancel(_ number: Int) async {
    guard let consumer = consumers[number] else { return }
    await withCheckedContinuation { continuation in
      consumer.cancelWaiters.append(continuation)
      perform(consumer.lifecycle.cancel(), for: consumer)
      // An earlier cancellation may have got as far already.
      if consumer.lifecycle.state == .draining { resumeCancelWaiters(of: consumer) }
    }
  }

  /// Cancels every consumer and returns when no delivery will come any more.
  func cancelAll() async {
    for consumer in consumers.values { perform(consumer.lifecycle.cancel(), for: consumer) }
    for number in consumers.keys.sorted() { await cancel(number) }
  }

  /// Acknowledges a delivery, unless its channel is gone: then the broker has it back already.
  func acknowledge(_ number: Int, epoch: UInt64, tag: UInt64) {
    guard let consumer = current(number, epoch: epoch) else { return }
    // The first of several: at the end of the thread's next turn all are told together.
    if consumer.acknowledgements.isEmpty, consumer.specification.prefetch > 1 {
      thread.perform { [weak self] in
        self?.assumeIsolated { link in
          guard let consumer = link.current(number, epoch: epoch) else { return }
          link.sendAcknowledgements(of: consumer)
        }
      }
    }
    consumer.acknowledgements.acknowledge(tag)
    if consumer.specification.prefetch == 1 { sendAcknowledgements(of: consumer) }
    perform(consumer.lifecycle.settled(), for: consumer)
  }

  /// Rejects a delivery, unless its channel is gone.
  func reject(_ number: Int, epoch: UInt64, tag: UInt64, requeue: Bool) {
    guard let consumer = current(number, epoch: epoch) else { return }
    connection?.send(.reject(tag: tag, requeue: requeue), on: consumer.channel)
    consumer.acknowledgements.settleOtherwise(tag)
    perform(consumer.lifecycle.settled(), for: consumer)
  }

  /// Makes room for more messages of a stream, whose consumers have nothing else to settle.
  func acknowledgeAll(_ number: Int, epoch: UInt64, upTo tag: UInt64) {
    guard let consumer = current(number, epoch: epoch) else { return }
    connection?.send(.ack(tag: tag, isMultiple: true), on: consumer.channel)
  }

  private func current(_ number: Int, epoch: UInt64) -> ConsumerRecord? {
    guard let consumer = consumers[number], consumer.epoch == epoch, consumer.channel != 0 else { return nil }
    return consumer
  }

  func sendAcknowledgements(of consumer: ConsumerRecord) {
    let frames = consumer.acknowledgements.takeFrames()
    guard let connection else { return }
    func send() {
      for frame in frames {
        connection.send(.ack(tag: frame.tag, isMultiple: frame.isMultiple), on: consumer.channel)
      }
    }
    // For a single frame it would be two system calls more.
    if frames.count > 1 { connection.coalescing(send) } else { send() }
  }

  func received(_ payload: InboundFrame.Payload, on channel: UInt16) {
    if closingChannels.contains(channel) { return receivedWhileClosing(payload, on: channel) }
    guard let consumer = consumersByChannel[channel] else { return }
    let outcome: ContentAssembler<DeliveryAddress>.Outcome
    switch payload {
    case .method(.deliver(let address)): outcome = consumer.assembler.begin(address)
    case .header(let size, let properties):
      outcome = consumer.assembler.header(bodySize: size, properties: properties)
    case .body(let part): outcome = consumer.assembler.body(part)
    case .method(let method): return received(method, for: consumer)
    }
    switch outcome {
    case .incomplete: incompleteSince = .now
    case .complete(let address, let message):
      incompleteSince = nil
      deliver(message, address, to: consumer)
    case .violation:
      connection?.fail(AMQPError(.connectionLost, operation: "receive", brokerText: "unexpected frame"))
    }
  }

  /// A broker that stops in the middle of a message while its heartbeats go on is as good as dead.
  func checkIncompleteMessages() {
    guard let incompleteSince, ContinuousClock.now - incompleteSince > configuration.rpcTimeout else {
      return
    }
    connection?.fail(AMQPError(.timedOut, operation: "receive"))
  }

  func connectionDown(for consumer: ConsumerRecord) {
    stopTimer(of: consumer)
    consumer.channel = 0
    consumer.assembler = ContentAssembler()
    perform(consumer.lifecycle.connectionDown(), for: consumer)
    consumer.status.update { $0.isConsuming = false }
  }

  private func received(_ method: InboundMethod, for consumer: ConsumerRecord) {
    switch method {
    case .consumeOK:
      stopTimer(of: consumer)
      consumer.lifecycle.consumeOK()
      consumer.status.update {
        $0.isConsuming = true
        $0.subscriptions += 1
        $0.lastError = nil
      }
    case .cancelOK:
      stopTimer(of: consumer)
      perform(consumer.lifecycle.cancelOK(), for: consumer)
    case .cancel:
      closeChannel(of: consumer)
      failed(consumer, AMQPError(.notFound, operation: "consume", brokerText: "cancelled by the broker"))
    case .channelClose(let reason):
      connection?.send(.channelCloseOK, on: consumer.channel)
      forgetChannel(of: consumer, isReusable: true)
      failed(consumer, .channelClosed(reason, operation: "consume"))
    case .channelFlow(let isActive):
      connection?.send(.channelFlowOK(isActive: isActive), on: consumer.channel)
    default: break
    }
  }

  private func receivedWhileClosing(_ payload: InboundFrame.Payload, on channel: UInt16) {
    switch payload {
    case .method(.channelClose): connection?.send(.channelCloseOK, on: channel)
    case .method(.channelCloseOK):
      closingChannels.remove(channel)
      numbers.give(back: channel)
    default: break
    }
  }

  private func deliver(_ message: AMQPMessage, _ address: DeliveryAddress, to consumer: ConsumerRecord) {
    if !consumer.specification.isStream {
      consumer.lifecycle.delivered()
      consumer.acknowledgements.delivered(address.deliveryTag)
    }
    let settlement = DeliverySettlement(
      link: self, consumer: consumer.number, epoch: consumer.epoch, tag: address.deliveryTag)
    consumer.deliveries.yield(AMQPDelivery(message: message, address: address, settlement: settlement))
  }

  func perform(_ action: ConsumerLifecycle.Action, for consumer: ConsumerRecord) {
    switch action {
    case .none: break
    case .open: open(consumer)
    case .retry(let pause):
      startTimer(of: consumer, after: pause) { $0.perform($1.lifecycle.retryDue(), for: $1) }
    case .sendCancel:
      connection?.send(.cancel(consumerTag: consumer.consumerTag), on: consumer.channel)
      startTimer(of: consumer, after: configuration.rpcTimeout) { $0.timedOut($1) }
    case .finishDeliveries:
      consumer.status.update { $0.isConsuming = false }
      consumer.deliveries.finish()
      resumeCancelWaiters(of: consumer)
    case .end:
      stopTimer(of: consumer)
      closeChannel(of: consumer)
      consumers[consumer.number] = nil
      consumer.deliveries.finish()
      consumer.status.update {
        $0.isConsuming = false
        $0.isEnded = true
      }
      resumeCancelWaiters(of: consumer)
    }
  }

  func failed(_ consumer: ConsumerRecord, _ error: AMQPError) {
    stopTimer(of: consumer)
    consumer.status.update {
      $0.isConsuming = false
      $0.lastError = error
    }
    logger.debug(
      "consumer interrupted", metadata: ["queue": "\(consumer.specification.queue)", "error": "\(error)"])
    perform(consumer.lifecycle.failed(jitter: .random(in: 0...1)), for: consumer)
  }

  func timedOut(_ consumer: ConsumerRecord) {
    closeChannel(of: consumer)
    failed(consumer, AMQPError(.timedOut, operation: "consume"))
  }
}
