import Logging
import ThreadActor

/// A supervised connection: made, watched by heartbeats, made again after a pause, until it is closed.
///
/// Everything happens on `thread`; the actor that owns a connection runs there too and gets ``Event``s. Only
/// the handshake blocks the thread, and nothing else lives on it.
final class BrokerConnection {
  enum Event: Sendable {
    case up(channelMax: Int)
    case frame(channel: UInt16, InboundFrame.Payload)
    /// All frames that had arrived were handed over.
    case caughtUp
    case blocked
    case unblocked
    /// The socket takes frames again; asked for with ``BrokerConnection/waitUntilWritable()``.
    case writable
    /// Comes several times per heartbeat interval.
    case tick
    case down(AMQPError)
    /// The end after ``BrokerConnection/close()``.
    case closed
  }

  /// How long a broker may take to answer a goodbye.
  private static let closeTimeout = Duration.seconds(1)
  /// Frames per turn, so that a flood from the broker leaves timers and callers their share.
  private static let framesPerTurn = 512
  /// Bytes that always fit into a writable socket.
  static let bytesPerCheck = 32 * 1_024

  let configuration: AMQPConfiguration
  let thread: PollingThread
  let stallGuard: StallGuard
  private let logger: Logger
  let onEvent: (Event) -> Void
  private var lifecycle: ConnectionLifecycle
  var handle: RabbitMQHandle?
  var heartbeats: HeartbeatMonitor?
  private var tickTimer: PollTimer?
  private var closeTimer: PollTimer?
  /// Why the connection is about to be torn down; nothing is sent any more.
  var failure: AMQPError?
  var bytesSinceCheck = 0

  init(
    configuration: AMQPConfiguration, thread: PollingThread, stallGuard: StallGuard, logger: Logger,
    onEvent: @escaping (Event) -> Void
  ) {
    self.configuration = configuration
    self.thread = thread
    self.stallGuard = stallGuard
    self.logger = logger
    self.onEvent = onEvent
    lifecycle = ConnectionLifecycle(backoff: configuration.backoff)
  }

  /// Whether frames can be sent.
  var isUp: Bool { handle != nil && failure == nil && lifecycle.state == .open }
  /// The longest part of a body that one frame holds.
  var bodyFrameMax: Int { handle?.bodyFrameMax ?? RabbitMQHandle.frameMax }

  func start() { perform(lifecycle.start()) }

  func close() { perform(lifecycle.stop()) }

  /// Gives the connection up: it goes down and is made again. Takes effect after the current turn.
  func fail(_ error: AMQPError) {
    guard failure == nil, handle != nil else { return }
    failure = error
    thread.schedule(after: .zero) { [weak self] in self?.tearDown(error) }
  }

  private func perform(_ action: ConnectionLifecycle.Action) {
    switch action {
    case .none: break
    case .connect:
      // In a turn of its own: the caller of `start` must not wait for a handshake.
      thread.schedule(after: .zero) { [weak self] in self?.connect() }
    case .retry(let pause):
      thread.schedule(after: pause) { [weak self] in
        guard let self else { return }
        self.perform(self.lifecycle.retryDue())
      }
    case .sendClose:
      write { handle throws(AMQPError) in try handle.send(.connectionClose, on: 0) }
      closeTimer = thread.schedule(after: Self.closeTimeout) { [weak self] in
        self?.tearDown(AMQPError(.closed, operation: "close"))
      }
    case .finish:
      release()
      onEvent(.closed)
    }
  }

  private func connect() {
    guard case .connecting = lifecycle.state else { return }
    do throws(AMQPError) {
      guard !stallGuard.refusesHandshakes else { throw AMQPError(.closed, operation: "connect") }
      let handle = try RabbitMQHandle()
      try handle.open(configuration) { stallGuard.handshakeBegan(on: $0) }
      stallGuard.handshakeEnded()
      lifecycle.connected()
      adopt(handle)
    } catch {
      stallGuard.forget()
      logger.debug(
        "connection attempt failed", metadata: ["error": "\(error)", "reason": "\(error.brokerText ?? "")"])
      let action = lifecycle.failed(error, jitter: .random(in: 0...1))
      onEvent(.down(error))
      perform(action)
    }
  }

  private func adopt(_ handle: RabbitMQHandle) {
    self.handle = handle
    failure = nil
    bytesSinceCheck = .max / 2
    thread.watch(handle.descriptor, for: .read) { [weak self] in self?.readable() }
    let seconds = handle.heartbeatSeconds
    heartbeats = seconds > 0 ? HeartbeatMonitor(interval: .seconds(seconds), now: .now) : nil
    scheduleTick()
    logger.debug("connected", metadata: ["channels": "\(handle.channelMax)", "heartbeat": "\(seconds)"])
    onEvent(.up(channelMax: handle.channelMax))
    // The handshake may have read more than its own frames.
    readable()
  }

  func readable() {
    heartbeats?.received(at: .now)
    for _ in 0..<Self.framesPerTurn {
      guard let handle, failure == nil else { return }
      do throws(AMQPError) {
        guard let frame = try handle.nextFrame() else {
          onEvent(.caughtUp)
          return
        }
        received(frame)
      } catch {
        return fail(error)
      }
    }
    onEvent(.caughtUp)
    // The library or TLS may hold bytes that poll cannot see, so the socket alone does not tell.
    thread.schedule(after: .zero) { [weak self] in self?.readable() }
  }

  private func received(_ frame: InboundFrame) {
    guard frame.channel == 0, case .method(let method) = frame.payload else {
      return onEvent(.frame(channel: frame.channel, frame.payload))
    }
    switch method {
    case .connectionClose(let reason):
      write { handle throws(AMQPError) in try handle.send(.connectionCloseOK, on: 0) }
      fail(.connectionClosed(reason, operation: "connection"))
    case .connectionCloseOK: tearDown(AMQPError(.closed, operation: "close"))
    case .connectionBlocked: onEvent(.blocked)
    case .connectionUnblocked: onEvent(.unblocked)
    default: logger.debug("unexpected method on channel 0")
    }
  }

  private func scheduleTick() {
    let interval = heartbeats?.checkInterval ?? .seconds(5)
    tickTimer = thread.schedule(after: interval) { [weak self] in self?.tick() }
  }

  private func tick() {
    scheduleTick()
    onEvent(.tick)
    guard let handle, failure == nil else { return }
    switch heartbeats?.check(at: .now) {
    case .giveUp: fail(AMQPError(.connectionLost, operation: "heartbeat", brokerText: "the broker is silent"))
    // A full socket needs no sign of life of its own: the broker will find one when it reads.
    case .send where handle.isWritable:
      write { handle throws(AMQPError) in try handle.sendHeartbeat() }
    case .send, .some(.none), nil: break
    }
  }

  private func tearDown(_ error: AMQPError) {
    release()
    logger.debug("connection ended", metadata: ["error": "\(error)", "reason": "\(error.brokerText ?? "")"])
    let action = lifecycle.failed(error, jitter: .random(in: 0...1))
    onEvent(.down(error))
    perform(action)
  }

  private func release() {
    if let handle { thread.unwatch(handle.descriptor) }
    for timer in [tickTimer, closeTimer].compactMap({ $0 }) { thread.cancel(timer) }
    (tickTimer, closeTimer) = (nil, nil)
    stallGuard.forget()
    handle = nil
    heartbeats = nil
    failure = nil
  }
}
