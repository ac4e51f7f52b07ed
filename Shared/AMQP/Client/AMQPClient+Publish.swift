extension AMQPClient {
  /// Publishes a message and returns when the broker has confirmed it; many calls may be under way at once.
  ///
  /// More than ``AMQPConfiguration/publishWindow`` unconfirmed messages wait in the order of the calls. A
  /// cancelled task waits on: only the confirmation or the deadline tells what became of the message.
  /// - Parameters:
  ///   - mandatory: whether a message that no queue takes is an error. Otherwise the broker confirms and drops it.
  ///   - timeout: from the call to the confirmation.
  /// - Throws: ``AMQPError/Code/notConnected`` at once when there is no connection,
  ///   ``AMQPError/Code/unroutable``, ``AMQPError/Code/nacked``, ``AMQPError/Code/timedOut``,
  ///   ``AMQPError/Code/blocked``, ``AMQPError/Code/connectionLost``, ``AMQPError/Code/invalidArgument``, or
  ///   what the broker closed the channel for; ``AMQPError/isOutcomeUnknown`` tells whether the message may
  ///   have been taken all the same.
  public func publish(
    _ message: AMQPMessage, exchange: String, routingKey: String, mandatory: Bool = true,
    timeout: Duration = .seconds(10)
  ) async throws(AMQPError) {
    let outgoing = AMQPOutgoing(
      message, exchange: exchange, routingKey: routingKey, mandatory: mandatory, timeout: timeout)
    try WireLimits.check(outgoing)
    guard status.value.canPublish else { throw AMQPError(.notConnected, operation: "publish") }
    let start = ContinuousClock.now
    let result = await withCheckedContinuation { continuation in
      publisher.submit([.init(outgoing: outgoing, deadline: start + timeout, token: .single(continuation))])
    }
    metrics.record([result], since: start)
    try result.get()
  }

  /// Publishes messages back to back and returns when each is confirmed or has failed.
  /// - Returns: the results in the order of the messages; errors as of
  ///   ``publish(_:exchange:routingKey:mandatory:timeout:)``.
  public func publish(batch: [AMQPOutgoing]) async -> [Result<Void, AMQPError>] {
    guard !batch.isEmpty else { return [] }
    guard status.value.canPublish else {
      return batch.map { _ in .failure(AMQPError(.notConnected, operation: "publish")) }
    }
    let now = ContinuousClock.now
    let results = await withCheckedContinuation { continuation in
      let answers = PublishBatch(count: batch.count, continuation: continuation)
      var items: [PublishPipeline<PublishAnswer>.Item] = []
      items.reserveCapacity(batch.count)
      for (index, outgoing) in batch.enumerated() {
        do throws(AMQPError) {
          try WireLimits.check(outgoing)
          items.append(
            .init(outgoing: outgoing, deadline: now + outgoing.timeout, token: .batch(answers, index: index)))
        } catch {
          answers.complete(index, .failure(error))
        }
      }
      if !items.isEmpty { publisher.submit(items) }
    }
    metrics.record(results, since: now)
    return results
  }

  /// Publishes a message on a channel that is opened for it alone: where its queue does not answer, no other
  /// message waits behind it. Costs several times as much as ``publish(batch:)``.
  /// - Throws: as ``publish(_:exchange:routingKey:mandatory:timeout:)``; ``AMQPError/Code/blocked`` at once while
  ///   the broker or the socket takes nothing, ``AMQPError/Code/notConnected`` also when too many messages without
  ///   an answer hold their channels.
  public func publish(isolated outgoing: AMQPOutgoing) async throws(AMQPError) {
    try WireLimits.check(outgoing)
    guard status.value.canPublish else { throw AMQPError(.notConnected, operation: "publish") }
    let start = ContinuousClock.now
    let result = await withCheckedContinuation { continuation in
      publisher.publish(isolated: outgoing, answer: .single(continuation))
    }
    metrics.record([result], since: start)
    try result.get()
  }

  /// Gives up the publishing connection and makes it anew: the way out when a message holds up those behind it.
  /// Unconfirmed messages fail with ``AMQPError/Code/connectionLost``.
  public func restartPublishing() async { await publisher.restart() }
}
