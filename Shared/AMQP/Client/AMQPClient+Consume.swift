import Synchronization

extension AMQPClient {
  /// Subscribes to a queue, now or as soon as there is a connection, until the consumer is cancelled.
  ///
  /// The subscription has a channel of its own. When the broker cancels it (its queue was deleted), closes the
  /// channel, or the connection is lost, it is made again with growing pauses.
  /// - Parameters:
  ///   - prefetch: how many deliveries may be unsettled, and so how many handler calls run at once, 1...65,535.
  ///   - exclusive: whether no other consumer may have the queue meanwhile.
  ///   - handler: settles the delivery it is called with.
  /// - Throws: ``AMQPError/Code/tooManyConsumers`` beyond ``maximumConsumers``, ``AMQPError/Code/closed`` after
  ///   shutdown, ``AMQPError/Code/invalidArgument``.
  @discardableResult
  public func consume(
    queue: String, prefetch: Int, exclusive: Bool = false, handler: @escaping AMQPConsumer.Handler
  ) async throws(AMQPError) -> AMQPConsumer {
    try WireLimits.check(names: [queue], "consume")
    let prefetch = try Self.checked(prefetch: prefetch)
    return try await consume(
      ConsumerSpecification(queue: queue, prefetch: prefetch, isExclusive: exclusive), handler: handler)
  }

  /// Reads a stream from a place on, now or as soon as there is a connection, until the consumer is cancelled.
  ///
  /// Messages come one after another, in their order, and stay in the stream. After an interruption reading goes
  /// on at the place that `start` names then.
  /// - Parameters:
  ///   - start: asked at every subscription.
  ///   - window: how many messages the broker may send ahead, 1...65,535; the rest of a chunk comes as well.
  ///   - handler: called with one message at a time; taking long slows the broker down.
  /// - Throws: as ``consume(queue:prefetch:exclusive:handler:)``.
  @discardableResult
  public func read(
    stream: String, from start: @escaping @Sendable () -> AMQPStreamOffset, window: Int = 256,
    handler: @escaping @Sendable (AMQPStreamMessage) async -> Void
  ) async throws(AMQPError) -> AMQPConsumer {
    try WireLimits.check(names: [stream], "consume")
    let prefetch = try Self.checked(prefetch: window)
    let specification = ConsumerSpecification(queue: stream, prefetch: prefetch, streamOffset: start)
    return try await consume(specification) { delivery in
      if let message = AMQPStreamMessage(delivery) { await handler(message) }
    }
  }

  private static func checked(prefetch: Int) throws(AMQPError) -> UInt16 {
    guard let prefetch = UInt16(exactly: prefetch), prefetch > 0 else {
      throw AMQPError(.invalidArgument, operation: "consume", brokerText: "the prefetch must be 1...65535")
    }
    return prefetch
  }

  private func consume(
    _ specification: ConsumerSpecification, handler: @escaping AMQPConsumer.Handler
  ) async throws(AMQPError) -> AMQPConsumer {
    guard !status.value.isClosed else { throw AMQPError(.closed, operation: "consume") }
    let number = registry.withLock { registry -> Int? in
      guard registry.active < Self.maximumConsumers else { return nil }
      defer { registry.nextNumber += 1 }
      registry.active += 1
      return registry.nextNumber
    }
    guard let number else { throw AMQPError(.tooManyConsumers, operation: "consume") }
    let consumer = await AMQPConsumer(
      number: number, specification: specification, link: consumer, grace: configuration.shutdownGrace,
      handler: handler, ended: { [weak self] in self?.release() })
    if case .terminated = startContinuation.yield(consumer) {
      await consumer.cancel()
      release()
      throw AMQPError(.closed, operation: "consume")
    }
    return consumer
  }

  private func release() { registry.withLock { $0.active -= 1 } }
}
