import Logging
import ThreadActor

extension ConsumingLink {
  func declareTopology() {
    hasTopologyFailed = false
    let declarations =
      topology.exchanges.map { OutboundMethod.exchangeDeclare($0) }
      + topology.queues.map { .queueDeclare($0) } + topology.bindings.map { .queueBind($0) }
    guard !declarations.isEmpty else { return topologyAnswered(.success(0), isLast: true) }
    for (index, method) in declarations.enumerated() {
      var mayDiffer = false
      if case .queueDeclare(let queue) = method { mayDiffer = queue.mayDiffer }
      let answer = RequestAnswer.topology(isLast: index == declarations.count - 1, mayDiffer: mayDiffer)
      perform(requests.request(.init(method: method, operation: "declare topology", token: answer)))
    }
  }

  /// A queue that exists with other arguments will do where its declaration says so.
  static func pardonDifference(_ error: AMQPError) -> Result<Int, AMQPError> {
    error.code == .preconditionFailed ? .success(0) : .failure(error)
  }

  func topologyAnswered(_ result: Result<Int, AMQPError>, isLast: Bool) {
    if case .failure(let error) = result {
      hasTopologyFailed = true
      status.update { $0.lastError = error }
      logger.debug(
        "a declaration of the topology failed",
        metadata: ["error": "\(error)", "reason": "\(error.brokerText ?? "")"])
    }
    guard isLast, let connection, connection.isUp else { return }
    guard !hasTopologyFailed else {
      topologyFailures += 1
      let pause = configuration.backoff.pause(
        afterAttempt: topologyFailures, jitter: .random(in: 0...1))
      let attempted = upCount
      thread.schedule(after: pause) { [weak self] in
        self?.assumeIsolated { link in
          if link.upCount == attempted, link.connection?.isUp == true { link.declareTopology() }
        }
      }
      return
    }
    topologyFailures = 0
    isReady = true
    status.update {
      $0.isConsumerUp = true
      $0.hasTopology = true
      if $0.isConnected { $0.lastError = nil }
    }
    for consumer in consumers.values { perform(consumer.lifecycle.connectionUp(), for: consumer) }
  }
}
