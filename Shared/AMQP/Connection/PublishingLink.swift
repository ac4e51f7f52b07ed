import Logging
import Synchronization
import ThreadActor

/// The connection that only publishes, on a thread of its own.
///
/// Callers do not hop to the actor one by one: they leave their messages in `inbox` and wake the thread once,
/// which then writes all it finds back to back.
actor PublishingLink {
  static let channel: UInt16 = 1

  nonisolated let thread: PollingThread
  private nonisolated let inbox = Mutex<[PublishPipeline<PublishAnswer>.Item]>([])
  nonisolated let status: Watched<ClientStatus>
  nonisolated let stallGuard = StallGuard()
  let configuration: AMQPConfiguration
  let logger: Logger
  var connection: BrokerConnection?
  var pipeline: PublishPipeline<PublishAnswer>
  var isolated = IsolatedPublishes<PublishAnswer>()
  var returns = ContentAssembler<MessageReturn>()
  /// A long message whose body is not fully written.
  var partial: (message: AMQPOutgoing, offset: Int)?
  var isWaitingForSocket = false
  private var expiry: (timer: PollTimer, deadline: ContinuousClock.Instant)?
  var openingTimer: PollTimer?
  var closeWaiters: [CheckedContinuation<Void, Never>] = []
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

  func complete(_ completions: [PublishPipeline<PublishAnswer>.Completion]) {
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
  func flush() {
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
