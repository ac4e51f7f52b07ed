import Logging
import ThreadActor

/// The connection that declares and consumes, on a thread of its own. It never publishes, so no alarm of the
/// broker stops it.
actor ConsumingLink {
  enum RequestAnswer {
    case caller(CheckedContinuation<Result<Int, AMQPError>, Never>)
    /// A part of the topology; with the last one the connection is ready.
    case topology(isLast: Bool, mayDiffer: Bool)
    /// A declaration for a consumer that is being rebuilt; with the last one its channel is opened.
    case consumer(Int, isLast: Bool)
  }

  static let requestChannel: UInt16 = 1

  nonisolated let thread: PollingThread
  nonisolated let status: Watched<ClientStatus>
  nonisolated let stallGuard = StallGuard()
  let configuration: AMQPConfiguration
  let topology: AMQPTopology
  let logger: Logger
  var connection: BrokerConnection?
  var requests = RequestChannel<RequestAnswer>()
  private var requestTimer: PollTimer?
  /// Whether a declaration of the current pass over the topology failed.
  var hasTopologyFailed = false
  var topologyFailures = 0
  /// Counts the times the connection came up.
  var upCount = 0
  var isReady = false
  var consumers: [Int: ConsumerRecord] = [:]
  var consumersByChannel: [UInt16: ConsumerRecord] = [:]
  /// Channels that were told to close and have not confirmed it.
  var closingChannels: Set<UInt16> = []
  var numbers = ChannelNumbers(channelMax: 0)
  var nextEpoch: UInt64 = 1
  /// When the last part of a message came in, while one is incomplete.
  var incompleteSince: ContinuousClock.Instant?
  private var closeWaiters: [CheckedContinuation<Void, Never>] = []
  private var isClosing = false

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  init(
    configuration: AMQPConfiguration, topology: AMQPTopology, status: Watched<ClientStatus>, logger: Logger
  ) {
    thread = PollingThread(name: "amqp.consume")
    self.configuration = configuration
    self.topology = topology
    self.status = status
    self.logger = logger
  }

  func start() {
    guard connection == nil, !isClosing else { return }
    var configuration = configuration
    configuration.connectionName += ".consume"
    let connection = BrokerConnection(
      configuration: configuration, thread: thread, stallGuard: stallGuard, logger: logger
    ) { [weak self] event in
      self?.assumeIsolated { $0.handle(event) }
    }
    self.connection = connection
    connection.start()
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

  /// Sends a request and waits for its answer.
  /// - Returns: the number of messages where the answer holds one, otherwise 0.
  func request(_ method: OutboundMethod, operation: String) async throws(AMQPError) -> Int {
    let result = await withCheckedContinuation { continuation in
      let request = RequestChannel.Request(
        method: method, operation: operation, token: RequestAnswer.caller(continuation))
      perform(requests.request(request))
    }
    return try result.get()
  }
}

// MARK: - Events

extension ConsumingLink {
  private func handle(_ event: BrokerConnection.Event) {
    switch event {
    case .up(let channelMax):
      upCount += 1
      numbers = ChannelNumbers(channelMax: channelMax)
      perform(requests.connected())
      declareTopology()
    case .frame(Self.requestChannel, .method(let method)): receivedAnswer(method)
    case .frame(let channel, let payload): received(payload, on: channel)
    case .caughtUp, .blocked, .unblocked, .writable: break
    case .tick: checkIncompleteMessages()
    case .down(let error): connectionLost(error)
    case .closed:
      for waiter in closeWaiters { waiter.resume() }
      closeWaiters = []
    }
  }

  private func receivedAnswer(_ method: InboundMethod) {
    switch method {
    case .channelOpenOK: perform(requests.opened())
    case .channelClose(let reason):
      connection?.send(.channelCloseOK, on: Self.requestChannel)
      perform(requests.channelClosed(reason))
    case .channelCloseOK: perform(requests.closeConfirmed())
    case .queueDeclareOK(let count, _), .queuePurgeOK(let count): perform(requests.replied(count: count))
    case .exchangeDeclareOK, .exchangeDeleteOK, .queueBindOK, .queueUnbindOK, .queueDeleteOK:
      perform(requests.replied(count: 0))
    case .channelFlow(let isActive):
      connection?.send(.channelFlowOK(isActive: isActive), on: Self.requestChannel)
    default: break
    }
  }

  func perform(_ actions: [RequestChannel<RequestAnswer>.Action]) {
    for action in actions {
      switch action {
      case .send(let method): connection?.send(method, on: Self.requestChannel)
      case .complete(let answer, let result): complete(answer, result)
      }
    }
    guard !actions.isEmpty else { return }
    if let requestTimer { thread.cancel(requestTimer) }
    requestTimer = nil
    guard requests.isAwaiting else { return }
    requestTimer = thread.schedule(after: configuration.rpcTimeout) { [weak self] in
      self?.assumeIsolated { $0.requestExpired() }
    }
  }

  private func requestExpired() {
    requestTimer = nil
    if let actions = requests.expired() { return perform(actions) }
    connection?.fail(AMQPError(.timedOut, operation: "open channel"))
  }

  private func complete(_ answer: RequestAnswer, _ result: Result<Int, AMQPError>) {
    switch answer {
    case .caller(let continuation): continuation.resume(returning: result)
    case .topology(let isLast, let mayDiffer):
      topologyAnswered(mayDiffer ? result.flatMapError(Self.pardonDifference) : result, isLast: isLast)
    case .consumer(let number, let isLast):
      guard isLast, let consumer = consumers[number], case .opening = consumer.lifecycle.state else { return }
      openChannel(for: consumer)
    }
  }

  private func connectionLost(_ error: AMQPError) {
    isReady = false
    incompleteSince = nil
    closingChannels = []
    status.update {
      $0.isConsumerUp = false
      $0.lastError = error
    }
    perform(requests.connectionLost())
    consumersByChannel = [:]
    for consumer in consumers.values { connectionDown(for: consumer) }
  }
}
