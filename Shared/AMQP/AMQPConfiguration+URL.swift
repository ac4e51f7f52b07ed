import struct Foundation.URLComponents

extension AMQPConfiguration {
  /// Reads `amqp://user:password@host:5672/vhost` or `amqps://…`.
  ///
  /// A missing or empty path names the virtual host `/`; a virtual host with a slash is written with `%2F`.
  /// The queries `cacertfile`, `certfile`, `keyfile` (paths, for amqps), `heartbeat` (seconds) and
  /// `connection_name` are understood, others are refused.
  /// - Throws: ``AMQPError/Code/invalidArgument``, which never repeats the URL.
  public init(url: String) throws(AMQPError) {
    guard let parts = URLComponents(string: url) else { throw Self.invalid("a URL is expected") }
    guard parts.scheme == "amqp" || parts.scheme == "amqps" else {
      throw Self.invalid("the scheme must be amqp or amqps")
    }
    guard let host = parts.host, !host.isEmpty else { throw Self.invalid("the host is missing") }
    let isSecure = parts.scheme == "amqps"
    let path = parts.percentEncodedPath.dropFirst()
    guard !path.contains("/"), let virtualHost = String(path).removingPercentEncoding else {
      throw Self.invalid("the path must be one virtual host; write a slash in it as %2F")
    }
    self.init(
      host: host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host,
      port: parts.port ?? (isSecure ? 5671 : 5672),
      virtualHost: virtualHost.isEmpty ? "/" : virtualHost, username: parts.user ?? "guest",
      password: parts.password ?? "guest", tls: isSecure ? AMQPTLSConfiguration() : nil)
    for item in parts.queryItems ?? [] {
      try apply(query: item.name, value: item.value ?? "")
    }
  }

  private mutating func apply(query name: String, value: String) throws(AMQPError) {
    switch name {
    case "heartbeat":
      guard let seconds = Int(value), (1...3_600).contains(seconds) else {
        throw Self.invalid("heartbeat must be 1...3600 seconds")
      }
      heartbeat = .seconds(seconds)
    case "connection_name":
      connectionName = value
    case "cacertfile", "certfile", "keyfile":
      guard tls != nil else { throw Self.invalid("\(name) is only for amqps") }
      switch name {
      case "cacertfile": tls?.caFile = value
      case "certfile": tls?.certificateFile = value
      default: tls?.keyFile = value
      }
    default:
      throw Self.invalid(
        "a query is not known; heartbeat, connection_name, cacertfile, certfile, keyfile are")
    }
  }

  /// Checks ranges that would otherwise surface as odd failures of the handshake.
  func validate() throws(AMQPError) {
    guard (1...65_535).contains(port) else { throw Self.invalid("the port must be 1...65535") }
    guard (1...65_535).contains(publishWindow) else {
      throw Self.invalid("publishWindow must be 1...65535")
    }
    guard heartbeat >= .seconds(1), heartbeat <= .seconds(3_600) else {
      throw Self.invalid("heartbeat must be 1...3600 seconds")
    }
    guard connectTimeout > .zero, rpcTimeout > .zero else {
      throw Self.invalid("timeouts must be positive")
    }
    guard backoff.minimum > .zero, backoff.maximum >= backoff.minimum else {
      throw Self.invalid("the backoff must be a positive range")
    }
    for text in [host, virtualHost, username, password] where text.utf8.contains(0) {
      throw Self.invalid("address and credentials must not contain a zero byte")
    }
  }

  private static func invalid(_ reason: String) -> AMQPError {
    AMQPError(.invalidArgument, operation: "configure", brokerText: reason)
  }
}
