import Logging
import Synchronization
import ThreadActor

/// The connection that only publishes, on a thread of its own.
///
/// Callers do not hop to the actor one by one: they leave their messages in `inbox` and wake the thread once,
/// which then writes all it finds back to back.
actor PublishingLink {
  private static let channel: UInt16 = 1

  private nonisolated let thread: PollingThread
  private nonisolated let inbox = Mutex<[PublishPipeline<PublishAnswer>.Item]>([])
  private nonisolated let status: Watched<ClientStatus>
  nonisolated let stallGuard = StallGuard()
  private let configuration: AMQPConfiguration
  private let logger: Logger
  private var connection: BrokerConnection?
  private var pipeline: PublishPipeline<PublishAnswer>
  private var returns = ContentAssembler<MessageReturn>()
  /// A long message whose body is not fully written.
  private var partial: (message: AMQPOutgoing, offset: Int)?
  private var isWaitingForSocket = false
  private var expiry: (timer: PollTimer, deadline: ContinuousClock.Instant)?
  private var openingTimer: PollTimer?
  private var closeWaiters: [CheckedContinuation<Void, Never>] = []
  private var drainWaiters: [CheckedContinuation<Void, Never>] = []
  private var isClosing = false

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  init(configuration: AMQPConfiguration, status: Watched<ClientStatus>, logger: Logger) {
    thread = PollingThread(name: "amqp.publish")
    self.configuration = configuration
    self.status = status
    self.logger = logger
    pipeline = PublishPipeline(window: configuration.publishWindow)
  }

  func start() {
    guard connection == nil, !isClosing else { return }
    var configuration = configuration
    configuration.connectionName += ".publish"
    let connection = BrokerConnection(
      configuration: configuration, thread: thread, stallGuard: stallGuard, logger: logger
    ) { [weak self] event in
      self?.assumeIsolated { $0.handle(event) }
    }
    self.connection = connection
    connection.start()
  }

  /// Takes messages in, in their order. Each is answered by its deadline at the latest.
  nonisolated func submit(_ items: [PublishPipeline<PublishAnswer>.Item]) {
    let mustWake = inbox.withLock { inbox in
      defer { inbox.append(contentsOf: items) }
      return inbox.isEmpty
    }
    guard mustWake else { return }
    thread.perform { self.assumeIsolated { $0.takeInbox() } }
  }

  /// Returns when nothing is unconfirmed, or after `timeout`.
  func drain(timeout: Duration) async {
    takeInbox()
    guard pipeline.outstanding + pipeline.waitingCount > 0 else { return }
    thread.schedule(after: timeout) { [weak self] in
      self?.assumeIsolated { $0.finishDraining() }
    }
    await withCheckedContinuation { drainWaiters.append($0) }
  }

  /// Says goodbye and returns when the connection is gone, within about a second once no handshake is under way.
  func close() async {
    isClosing = true
    guard let connection else { return }
    await withCheckedContinuation { continuation in
      closeWaiters.append(continuation)
      connection.close()
    }
  }

  private func takeInbox() {
    let items = inbox.withLock { inbox in
      defer { inbox = [] }
      return inbox
    }
    guard !items.isEmpty else { return }
    for item in items {
      if let refused = pipeline.enqueue(item) { refused.token.complete(refused.error) }
    }
    flush()
    if let earliest = items.lazy.map(\.deadline).min() { expire(by: earliest) }
  }

  private func complete(_ completions: [PublishPipeline<PublishAnswer>.Completion]) {
    for completion in completions { completion.token.complete(completion.error) }
    if !drainWaiters.isEmpty, pipeline.outstanding + pipeline.waitingCount == 0 { finishDraining() }
  }

  private func finishDraining() {
    for waiter in drainWaiters { waiter.resume() }
    drainWaiters = []
  }
}

// MARK: - Writing

extension PublishingLink {
  private func flush() {
    guard let connection, connection.isUp, !isWaitingForSocket else { return }
    guard partial != nil || pipeline.waitingCount > 1 else { return writeMessages(on: connection) }
    connection.coalescing { writeMessages(on: connection) }
  }

  private func writeMessages(on connection: BrokerConnection) {
    while connection.isUp {
      guard connection.hasRoom() else {
        isWaitingForSocket = connection.isUp
        return connection.waitUntilWritable()
      }
      if let (message, offset) = partial {
        let end = min(offset + connection.bodyFrameMax, message.message.body.count)
        connection.publishBody(message.message.body, range: offset..<end, on: Self.channel)
        partial = end < message.message.body.count ? (message, end) : nil
        continue
      }
      guard let message = pipeline.next() else { return }
      if message.message.body.count <= connection.bodyFrameMax {
        connection.publish(message, on: Self.channel)
      } else {
        connection.publishHead(message, on: Self.channel)
        partial = (message, 0)
      }
    }
  }

  /// Sees to it that callers are answered at `deadline`, with one timer for all.
  private func expire(by deadline: ContinuousClock.Instant) {
    if let expiry {
      guard deadline < expiry.deadline else { return }
      thread.cancel(expiry.timer)
    }
    let timer = thread.schedule(after: max(deadline - .now, .zero)) { [weak self] in
      self?.assumeIsolated { $0.expireDue() }
    }
    expiry = (timer, deadline)
  }

  private func expireDue() {
    expiry = nil
    complete(pipeline.expire(at: .now))
    if let next = pipeline.nextDeadline { expire(by: next) }
  }
}

// MARK: - Events

extension PublishingLink {
  private func handle(_ event: BrokerConnection.Event) {
    switch event {
    case .up:
      pipeline.connected()
      openChannel()
    case .frame(Self.channel, let payload): received(payload)
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
    complete(pipeline.connectionLost(error))
  }
}
