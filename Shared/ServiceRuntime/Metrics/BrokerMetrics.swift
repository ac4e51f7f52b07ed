/// How the process's clients of the broker are doing, as metrics.
public enum BrokerMetrics {
  /// What is asked of one client at each scrape.
  public struct Client: Sendable {
    let name: String
    let isConnected: @Sendable () -> Bool
    let isBlocked: @Sendable () -> Bool

    /// - Parameter name: what the client is for, one word.
    public init(
      _ name: String, isConnected: @escaping @Sendable () -> Bool, isBlocked: @escaping @Sendable () -> Bool
    ) {
      self.name = name
      self.isConnected = isConnected
      self.isBlocked = isBlocked
    }
  }

  public static func register(_ clients: [Client], with registry: PrometheusRegistry) {
    registry.addGauge("nucleus.broker.connected", by: "connection") {
      clients.map { (name: $0.name, value: $0.isConnected() ? 1 : 0) }
    }
    registry.addGauge("nucleus.broker.blocked", by: "connection") {
      clients.map { (name: $0.name, value: $0.isBlocked() ? 1 : 0) }
    }
  }
}
