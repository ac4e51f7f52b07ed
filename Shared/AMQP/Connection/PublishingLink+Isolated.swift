import ThreadActor

/// Messages on channels of their own, beside the one that all others share.
extension PublishingLink {
  nonisolated func publish(isolated outgoing: AMQPOutgoing, answer: PublishAnswer) {
    thread.perform { self.assumeIsolated { $0.begin(isolated: outgoing, answer: answer) } }
  }

  func restart() {
    connection?.fail(AMQPError(.timedOut, operation: "publish"))
  }

  private func begin(isolated outgoing: AMQPOutgoing, answer: PublishAnswer) {
    guard let connection, connection.isUp else {
      return answer.complete(AMQPError(.notConnected, operation: "publish"))
    }
    guard !pipeline.isBlocked, connection.hasRoom() else {
      return answer.complete(AMQPError(.blocked, operation: "publish"))
    }
    guard let channel = isolated.begin(answer, deadline: .now + outgoing.timeout) else {
      return answer.complete(AMQPError(.notConnected, operation: "publish"))
    }
    connection.coalescing {
      connection.send(.channelOpen, on: channel)
      connection.send(.confirmSelect, on: channel)
      connection.publishAtOnce(outgoing, on: channel)
    }
    thread.schedule(after: outgoing.timeout) { [weak self] in
      self?.assumeIsolated { $0.expireIsolated() }
    }
  }

  func receivedIsolated(_ method: InboundMethod, on channel: UInt16) {
    switch method {
    case .returned(let message): isolated.returned(message.reason, on: channel)
    case .ack: confirmed(isPositive: true, on: channel)
    case .nack: confirmed(isPositive: false, on: channel)
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
    for (channel, _) in expired { connection?.send(.channelClose, on: channel) }
    complete(expired.map(\.completion))
  }
}
