/// A subscription that survives lost connections, closed channels and deleted queues until it is cancelled.
public final class AMQPConsumer: Sendable {
  /// Called with each delivery; at most `prefetch` calls run at once.
  public typealias Handler = @Sendable (AMQPDelivery) async -> Void

  public let queue: String
  let number: Int
  private let prefetch: Int
  private let isStream: Bool
  private let link: ConsumingLink
  private let status: Watched<ConsumerStatus>
  private let deliveries: AsyncStream<AMQPDelivery>
  private let handler: Handler
  private let grace: Duration
  private let ended: @Sendable () -> Void

  init(
    number: Int, specification: ConsumerSpecification, link: ConsumingLink, grace: Duration,
    handler: @escaping Handler, ended: @escaping @Sendable () -> Void
  ) async {
    self.number = number
    queue = specification.queue
    prefetch = Int(specification.prefetch)
    isStream = specification.isStream
    self.link = link
    self.grace = grace
    self.handler = handler
    self.ended = ended
    status = Watched(ConsumerStatus())
    // Never more than `prefetch` elements: the broker sends no more before one is settled. Of a stream it sends the
    // rest of a chunk as well.
    let (stream, continuation) = AsyncStream.makeStream(of: AMQPDelivery.self, bufferingPolicy: .unbounded)
    deliveries = stream
    await link.add(number, specification, status: status, deliveries: continuation)
  }

  /// Whether the broker has the subscription now.
  public var isConsuming: Bool { status.value.isConsuming }

  /// How often the broker has given the subscription: each time after the first, deliveries of a queue that does
  /// not outlive its connection may have been missed.
  public var subscriptions: Int { status.value.subscriptions }

  /// Waits until the broker has given the subscription once more.
  /// - Parameter count: how often it had, as far as the caller knows.
  /// - Returns: how often by then; nil once the consumer has ended or the task is cancelled.
  public func subscriptions(beyond count: Int) async -> Int? {
    let value = await status.first { $0.subscriptions > count || $0.isEnded }
    return value.flatMap { $0.isEnded ? nil : $0.subscriptions }
  }

  /// Why the subscription was interrupted or could not be made; nil while it exists.
  public var lastError: AMQPError? { status.value.lastError }

  /// Returns once the broker has the subscription.
  /// - Throws: the reason of the last failure, ``AMQPError/Code/closed`` after a cancellation, or
  ///   ``AMQPError/Code/timedOut``.
  public func waitUntilConsuming(timeout: Duration = .seconds(10)) async throws(AMQPError) {
    let value = await status.first(within: timeout) { $0.isConsuming || $0.isEnded } ?? status.value
    if value.isConsuming { return }
    if value.isEnded { throw AMQPError(.closed, operation: "consume") }
    throw value.lastError ?? AMQPError(.timedOut, operation: "consume")
  }

  /// Ends the subscription. Returns when no delivery will come any more; handlers in flight go on and may
  /// still settle theirs.
  public func cancel() async { await link.cancel(number) }

  /// Calls the handler until the consumer is cancelled, then waits for the calls in flight; those that take
  /// longer than the grace are cancelled.
  func run() async {
    defer { ended() }
    if isStream { return await readStream() }
    await withTaskGroup(of: HandlerEvent.self) { group in
      var running = 0
      for await delivery in deliveries {
        if running == prefetch, await group.next() != nil { running -= 1 }
        running += 1
        group.addTask { [handler] in
          await handler(delivery)
          await delivery.reject(requeue: true)
          return .finished
        }
      }
      guard running > 0 else { return }
      group.addTask { [grace] in
        try? await Task.sleep(for: grace)
        return .graceOver
      }
      while running > 0, let event = await group.next() {
        switch event {
        case .finished: running -= 1
        case .graceOver: group.cancelAll()
        }
      }
      group.cancelAll()
    }
  }

  /// Calls the handler with one message after another, as their order is what a stream is about.
  private func readStream() async {
    var unsettled = 0
    for await delivery in deliveries {
      await handler(delivery)
      unsettled += 1
      guard unsettled * 2 >= prefetch else { continue }
      await delivery.settlement.ackAll()
      unsettled = 0
    }
  }

  private enum HandlerEvent {
    case finished
    case graceOver
  }
}
