/// Where the broker is and how the client behaves.
public struct AMQPConfiguration: Sendable, Hashable, CustomStringConvertible {
  public var host: String
  public var port: Int
  public var virtualHost: String
  public var username: String
  /// Never part of ``description`` or of an error.
  public var password: String
  /// Plain TCP when nil.
  public var tls: AMQPTLSConfiguration?
  /// The interval of heartbeats in whole seconds, at least 1; a silent broker counts as lost after two.
  public var heartbeat: Duration = .seconds(10)
  /// What the broker's tools show for the client's connections.
  public var connectionName = "nucleus"
  /// For the TCP connection and TLS, and again for the AMQP handshake.
  public var connectTimeout: Duration = .seconds(5)
  /// For declarations, and for each step of starting a consumer.
  public var rpcTimeout: Duration = .seconds(10)
  /// Pauses between connection attempts, and between attempts to rebuild a consumer.
  public var backoff = AMQPBackoff()
  /// How many published messages may be unconfirmed at once, 1...65,535; further publishers wait in order.
  public var publishWindow = 1_000
  /// How long ``AMQPClient/run()`` waits for handlers in flight once it shuts down; then they are cancelled.
  public var shutdownGrace: Duration = .seconds(10)

  public init(
    host: String, port: Int = 5672, virtualHost: String = "/", username: String, password: String,
    tls: AMQPTLSConfiguration? = nil
  ) {
    self.host = host
    self.port = port
    self.virtualHost = virtualHost
    self.username = username
    self.password = password
    self.tls = tls
  }

  public var description: String {
    "\(tls == nil ? "amqp" : "amqps")://\(username)@\(host):\(port)/\(virtualHost)"
  }

  var heartbeatSeconds: Int { max(1, Int(clamping: heartbeat.components.seconds)) }
}

extension AMQPConfiguration: CustomReflectable {
  /// Keeps the password out of dumps.
  public var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}
