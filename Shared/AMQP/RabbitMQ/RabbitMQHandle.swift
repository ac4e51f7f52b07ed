import CRabbitMQ
import Glibc

/// One connection handle of librabbitmq, typed. All its calls belong to one thread.
///
/// The library's own heartbeats are switched off after the handshake: it serves them inside calls that may
/// block on a full socket. ``BrokerConnection`` sends and watches them instead.
final class RabbitMQHandle {
  /// The largest frame that is read: as large as RabbitMQ lets any sender's be. It cuts bodies to what a consumer
  /// bears and headers it does not: one that is larger costs a smaller consumer its connection, again and again.
  ///
  /// The per-channel pools of the library are a frame each, of which the system gives what is touched.
  static let frameMax = 128 * 1_024
  /// What the broker may add to the headers of a message on its way, beyond what it lets a sender write: the place in a
  /// stream, the count of deliveries, the deaths it died.
  private static let addedHeaders = 64 * 1_024
  /// The largest frame that is written: small enough that one always fits into what a writable socket has free.
  private static let writtenFrameMax = 32 * 1_024

  let state: amqp_connection_state_t
  let arena = RabbitMQArena()
  /// The socket, −1 until ``open(_:)`` succeeded.
  private(set) var descriptor: Int32 = -1
  private(set) var channelMax = 0
  /// What the broker agreed to, in seconds; 0 when it wants none.
  private(set) var heartbeatSeconds = 0
  private(set) var bodyFrameMax = 0

  init() throws(AMQPError) {
    guard let state = amqp_new_connection() else {
      throw AMQPError(.connectionFailed, operation: "connect", brokerText: "out of memory")
    }
    self.state = state
  }

  deinit { amqp_destroy_connection(state) }

  /// Connects, secures and logs in. Blocks for at most twice the connect timeout, plus name resolution.
  /// - Parameter socketOpened: told the socket before the handshake, so that another thread can end it.
  func open(
    _ configuration: AMQPConfiguration, socketOpened: (Int32) -> Void = { _ in }
  ) throws(AMQPError) {
    try openSocket(configuration)
    descriptor = amqp_get_sockfd(state)
    // A fixed size makes "writable" mean free room for several frames.
    var sendBuffer = Int32(256 * 1_024)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &sendBuffer, socklen_t(MemoryLayout<Int32>.size))
    socketOpened(descriptor)
    try logIn(configuration)
    // The library would serve heartbeats where it may block; from here on they are this client's.
    heartbeatSeconds = Int(amqp_get_heartbeat(state))
    channelMax = Int(amqp_get_channel_max(state))
    let frameMax = amqp_get_frame_max(state)
    bodyFrameMax = min(Int(frameMax), Self.writtenFrameMax) - 8
    try check(
      amqp_tune_connection(state, Int32(channelMax), frameMax + Int32(Self.addedHeaders), 0), "connect")
  }

  /// The next frame, nil when there is none now. Never blocks.
  func nextFrame() throws(AMQPError) -> InboundFrame? {
    while true {
      var frame = amqp_frame_t()
      var noTime = timeval()
      let status = amqp_simple_wait_frame_noblock(state, &frame, &noTime)
      if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
      guard status == AMQP_STATUS_OK.rawValue else { throw Self.error(status, "receive") }
      let copy = InboundFrame(rabbitMQ: frame)
      amqp_maybe_release_buffers_on_channel(state, frame.channel)
      if let copy { return copy }
    }
  }

  /// Whether the socket takes at least one more frame without blocking.
  var isWritable: Bool { ready(for: POLLOUT) & Int16(POLLOUT) != 0 }

  /// Whether bytes, or news of the end of the connection, have arrived.
  var isReadable: Bool { ready(for: POLLIN) != 0 }

  private func ready(for events: Int32) -> Int16 {
    var poll = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    return Glibc.poll(&poll, 1, 0) > 0 ? poll.revents : 0
  }

  /// Collects small frames into full segments until it is switched off again.
  func setCorked(_ isCorked: Bool) {
    var flag: Int32 = isCorked ? 1 : 0
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_CORK, &flag, socklen_t(MemoryLayout<Int32>.size))
  }

  func check(_ status: Int32, _ operation: String) throws(AMQPError) {
    guard status == AMQP_STATUS_OK.rawValue else { throw Self.error(status, operation) }
  }

  static func error(_ status: Int32, _ operation: String) -> AMQPError {
    let isConnecting = operation == "connect"
    let code: AMQPError.Code =
      switch amqp_status_enum(status) {
      case AMQP_STATUS_SSL_ERROR, AMQP_STATUS_SSL_CONNECTION_FAILED, AMQP_STATUS_SSL_PEER_VERIFY_FAILED,
        AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED:
        isConnecting ? .tlsFailed : .connectionLost
      case AMQP_STATUS_TABLE_TOO_BIG, AMQP_STATUS_INVALID_PARAMETER: .invalidArgument
      default: isConnecting ? .connectionFailed : .connectionLost
      }
    return AMQPError(code, operation: operation, brokerText: String(cString: amqp_error_string2(status)))
  }
}
