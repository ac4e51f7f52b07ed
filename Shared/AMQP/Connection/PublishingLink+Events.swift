import Logging
import ThreadActor

extension PublishingLink {
  func handle(_ event: BrokerConnection.Event) {
    switch event {
    case .up(let channelMax):
      pipeline.connected()
      isolated.connected(channelMax: channelMax)
      openChannel()
    case .frame(Self.channel, let payload): received(payload)
    case .frame(let channel, .method(let method)): receivedIsolated(method, on: channel)
    case .frame: break
    case .caughtUp: flush()
    case .blocked:
      pipeline.blocked()
      status.update { $0.isBlocked = true }
      logger.debug("publishing is blocked by the broker")
    case .unblocked:
      pipeline.unblocked()
      status.update { $0.isBlocked = false }
      logger.debug("publishing is unblocked")
      flush()
    case .writable:
      isWaitingForSocket = false
      flush()
    case .tick: break
    case .down(let error): connectionLost(error)
    case .closed:
      for waiter in closeWaiters { waiter.resume() }
      closeWaiters = []
    }
  }

  private func openChannel() {
    returns = ContentAssembler()
    partial = nil
    isWaitingForSocket = false
    connection?.send(.channelOpen, on: Self.channel)
    connection?.send(.confirmSelect, on: Self.channel)
    openingTimer = thread.schedule(after: configuration.rpcTimeout) { [weak self] in
      self?.assumeIsolated {
        $0.openingTimer = nil
        $0.connection?.fail(AMQPError(.timedOut, operation: "open channel"))
      }
    }
  }

  private func stopOpeningTimer() {
    if let openingTimer { thread.cancel(openingTimer) }
    openingTimer = nil
  }

  private func received(_ payload: InboundFrame.Payload) {
    let outcome: ContentAssembler<MessageReturn>.Outcome
    switch payload {
    case .method(.returned(let message)): outcome = returns.begin(message)
    case .header(let size, let properties): outcome = returns.header(bodySize: size, properties: properties)
    case .body(let part): outcome = returns.body(part)
    case .method(let method): return received(method)
    }
    switch outcome {
    case .incomplete: break
    case .complete(let head, let message):
      pipeline.returned(head, messageID: message.properties.messageID)
    case .violation:
      connection?.fail(AMQPError(.connectionLost, operation: "receive", brokerText: "unexpected frame"))
    }
  }

  private func received(_ method: InboundMethod) {
    switch method {
    case .ack(let tag, let isMultiple):
      complete(pipeline.confirmed(tag: tag, isMultiple: isMultiple, isPositive: true))
    case .nack(let tag, let isMultiple):
      complete(pipeline.confirmed(tag: tag, isMultiple: isMultiple, isPositive: false))
    case .confirmSelectOK:
      stopOpeningTimer()
      pipeline.channelReady()
      status.update {
        $0.isPublisherUp = true
        if $0.isConnected { $0.lastError = nil }
      }
      flush()
    case .channelClose(let reason):
      logger.debug("publishing channel closed by the broker", metadata: ["reason": "\(reason.text)"])
      connection?.send(.channelCloseOK, on: Self.channel)
      stopOpeningTimer()
      complete(pipeline.channelClosed(reason))
      openChannel()
    case .channelFlow(let isActive):
      connection?.send(.channelFlowOK(isActive: isActive), on: Self.channel)
    default: break
    }
  }

  private func connectionLost(_ error: AMQPError) {
    stopOpeningTimer()
    partial = nil
    isWaitingForSocket = false
    status.update {
      $0.isPublisherUp = false
      $0.isBlocked = false
      $0.lastError = error
    }
    complete(pipeline.connectionLost(error) + isolated.connectionLost(error))
  }
}
