import CRabbitMQ
import Glibc

extension RabbitMQHandle {
  /// TCP, and TLS with the checks of certificate and host name.
  func openSocket(_ configuration: AMQPConfiguration) throws(AMQPError) {
    let socket = configuration.tls == nil ? amqp_tcp_socket_new(state) : amqp_ssl_socket_new(state)
    guard let socket else {
      throw AMQPError(.connectionFailed, operation: "connect", brokerText: "out of memory")
    }
    if let tls = configuration.tls { try secure(socket, tls) }
    var timeout = timeval(configuration.connectTimeout)
    try check(
      amqp_socket_open_noblock(socket, configuration.host, Int32(configuration.port), &timeout), "connect")
  }

  private func secure(_ socket: OpaquePointer, _ tls: AMQPTLSConfiguration) throws(AMQPError) {
    // 0.11 would accept TLS 1.0 by itself.
    var statuses = [amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)]
    amqp_ssl_socket_set_verify_peer(socket, 1)
    amqp_ssl_socket_set_verify_hostname(socket, tls.verifiesHostname ? 1 : 0)
    statuses.append(amqp_ssl_socket_set_cacert(socket, tls.caFileOrSystemBundle))
    if let certificate = tls.certificateFile, let key = tls.keyFile {
      statuses.append(amqp_ssl_socket_set_key(socket, certificate, key))
    }
    for status in statuses where status != AMQP_STATUS_OK.rawValue {
      throw AMQPError(
        .tlsFailed, operation: "connect", brokerText: "a certificate, key or CA file cannot be used")
    }
  }

  func logIn(_ configuration: AMQPConfiguration) throws(AMQPError) {
    var timeout = timeval(configuration.connectTimeout)
    try check(amqp_set_handshake_timeout(state, &timeout), "connect")
    // What is not announced here, the broker does not send: without it, a consumer whose queue is deleted
    // stays deaf and a publisher never learns of an alarm.
    let capabilities: [String: AMQPFieldValue] = [
      "consumer_cancel_notify": true, "connection.blocked": true, "basic.nack": true,
      "publisher_confirms": true, "authentication_failure_close": true, "exchange_exchange_bindings": true,
    ]
    arena.reset()
    var properties = arena.table([
      "connection_name": .string(configuration.connectionName), "product": "Nucleus AMQP",
      "capabilities": .table(capabilities),
    ])
    let reply = crabbitmq_login(
      state, configuration.virtualHost, 0, Int32(Self.frameMax), Int32(configuration.heartbeatSeconds),
      &properties, configuration.username, configuration.password)
    arena.reset()
    switch reply.reply_type {
    case AMQP_RESPONSE_NORMAL: return
    case AMQP_RESPONSE_SERVER_EXCEPTION:
      if case .connectionClose(let reason) = InboundMethod(rabbitMQ: reply.reply) {
        throw AMQPError.handshakeRefused(reason)
      }
      throw AMQPError(.connectionFailed, operation: "connect")
    default: throw Self.error(reply.library_error, "connect")
    }
  }
}

extension timeval {
  init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self.init(tv_sec: Int(seconds), tv_usec: suseconds_t(attoseconds / 1_000_000_000_000))
  }
}
