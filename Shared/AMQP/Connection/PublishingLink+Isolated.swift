import ThreadActor

/// Messages on channels of their own, beside the one that all others share.
extension PublishingLink {
  nonisolated func publish(isolated outgoing: AMQPOutgoing, answer: PublishAnswer) {
    thread.perform { self.assumeIsolated { $0.begin(isolated: outgoing, answer: answer) } }
  }

  /// Asks for the number of a queue's consumers, and where there is none, tries to take a message.
  nonisolated func inquire(_ queue: String, timeout: Duration, answer: PublishAnswer) {
    thread.perform { self.assumeIsolated { $0.begin(inquiry: queue, timeout: timeout, answer: answer) } }
  }

  func restart() {
    guard let connection, connection.isUp else { return }
    // Now, and not when the connection has gone: who waits for the next one must not find this one.
    status.update { $0.isPublisherUp = false }
    connection.fail(AMQPError(.timedOut, operation: "publish"))
  }

  private func begin(isolated outgoing: AMQPOutgoing, answer: PublishAnswer) {
    converse(answer, timeout: outgoing.timeout) { connection, channel in
      connection.send(.confirmSelect, on: channel)
      connection.publishAtOnce(outgoing, on: channel)
    }
  }

  private func begin(inquiry queue: String, timeout: Duration, answer: PublishAnswer) {
    converse(answer, timeout: timeout) { connection, channel in
      inquiries[channel] = queue
      connection.send(.queueInspect(name: queue), on: channel)
    }
  }

  /// Opens a channel for what `body` writes.
  private func converse(
    _ answer: PublishAnswer, timeout: Duration, _ body: (BrokerConnection, UInt16) -> Void
  ) {
    guard let connection, connection.isUp else {
      return answer.complete(AMQPError(.notConnected, operation: "publish"))
    }
    guard !pipeline.isBlocked, connection.hasRoom() else {
      return answer.complete(AMQPError(.blocked, operation: "publish"))
    }
    guard let channel = isolated.begin(answer, deadline: .now + timeout) else {
      return answer.complete(AMQPError(.notConnected, operation: "publish"))
    }
    connection.coalescing {
      connection.send(.channelOpen, on: channel)
      body(connection, channel)
    }
    thread.schedule(after: timeout) { [weak self] in
      self?.assumeIsolated { $0.expireIsolated() }
    }
  }

  func receivedIsolated(_ method: InboundMethod, on channel: UInt16) {
    switch method {
    case .returned(let message): isolated.returned(message.reason, on: channel)
    case .ack: confirmed(isPositive: true, on: channel)
    case .nack: confirmed(isPositive: false, on: channel)
    case .queueDeclareOK(_, let consumers):
      guard let queue = inquiries.removeValue(forKey: channel) else { return }
      if consumers > 0 { return confirmed(isPositive: true, on: channel) }
      connection?.send(.get(queue: queue), on: channel)
    // A message, which the broker takes back with the channel, or that there is none.
    case .other: confirmed(isPositive: true, on: channel)
    case .channelClose(let reason):
      connection?.send(.channelCloseOK, on: channel)
      if let completion = isolated.channelClosed(reason, on: channel) { complete([completion]) }
    case .channelCloseOK: isolated.closeConfirmed(on: channel)
    default: break
    }
  }

  private func confirmed(isPositive: Bool, on channel: UInt16) {
    guard let completion = isolated.confirmed(isPositive: isPositive, on: channel) else { return }
    connection?.send(.channelClose, on: channel)
    complete([completion])
  }

  private func expireIsolated() {
    let expired = isolated.expire(at: .now)
    for (channel, _) in expired {
      inquiries[channel] = nil
      connection?.send(.channelClose, on: channel)
    }
    complete(expired.map(\.completion))
  }
}
