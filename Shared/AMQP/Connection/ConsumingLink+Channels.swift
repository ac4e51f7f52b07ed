import ThreadActor

extension ConsumingLink {
  func open(_ consumer: ConsumerRecord) {
    guard case .opening(let failures) = consumer.lifecycle.state, failures > 0 else {
      return openChannel(for: consumer)
    }
    // An auto-delete queue went with the channel that failed.
    let declarations = topology.declarations(for: consumer.specification.queue)
    let methods =
      declarations.queues.map { OutboundMethod.queueDeclare($0) }
      + declarations.bindings.map { .queueBind($0) }
    guard !methods.isEmpty else { return openChannel(for: consumer) }
    for (index, method) in methods.enumerated() {
      let answer = RequestAnswer.consumer(consumer.number, isLast: index == methods.count - 1)
      perform(requests.request(.init(method: method, operation: "declare topology", token: answer)))
    }
  }

  func openChannel(for consumer: ConsumerRecord) {
    guard let connection, connection.isUp else { return }
    guard let channel = numbers.take() else {
      return failed(consumer, AMQPError(.tooManyConsumers, operation: "consume"))
    }
    consumer.channel = channel
    consumer.epoch = nextEpoch
    consumer.assembler = ContentAssembler()
    consumer.acknowledgements = Acknowledgements()
    nextEpoch += 1
    consumersByChannel[channel] = consumer
    let specification = consumer.specification
    startTimer(of: consumer, after: configuration.rpcTimeout) { $0.timedOut($1) }
    connection.coalescing {
      connection.send(.channelOpen, on: channel)
      connection.send(.qos(prefetch: specification.prefetch), on: channel)
      connection.send(
        .consume(
          queue: specification.queue, consumerTag: consumer.consumerTag,
          isExclusive: specification.isExclusive,
          arguments: specification.streamOffset.map { ["x-stream-offset": $0().argument] } ?? [:]),
        on: channel)
    }
  }

  func closeChannel(of consumer: ConsumerRecord) {
    guard consumer.channel != 0 else { return }
    sendAcknowledgements(of: consumer)
    if let connection, connection.isUp {
      closingChannels.insert(consumer.channel)
      connection.send(.channelClose, on: consumer.channel)
    }
    forgetChannel(of: consumer, isReusable: false)
  }

  func forgetChannel(of consumer: ConsumerRecord, isReusable: Bool) {
    if isReusable { numbers.give(back: consumer.channel) }
    if consumer.assembler.isMidMessage { incompleteSince = nil }
    consumersByChannel[consumer.channel] = nil
    consumer.channel = 0
  }

  func startTimer(
    of consumer: ConsumerRecord, after delay: Duration,
    _ body: @escaping @Sendable (isolated ConsumingLink, ConsumerRecord) -> Void
  ) {
    stopTimer(of: consumer)
    let number = consumer.number
    consumer.timer = thread.schedule(after: delay) { [weak self] in
      self?.assumeIsolated { link in
        guard let consumer = link.consumers[number] else { return }
        consumer.timer = nil
        body(link, consumer)
      }
    }
  }

  func stopTimer(of consumer: ConsumerRecord) {
    if let timer = consumer.timer { thread.cancel(timer) }
    consumer.timer = nil
  }

  func resumeCancelWaiters(of consumer: ConsumerRecord) {
    for waiter in consumer.cancelWaiters { waiter.resume() }
    consumer.cancelWaiters = []
  }
}
