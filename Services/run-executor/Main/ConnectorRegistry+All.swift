import Connectors
import Logging
import ThreadActor

extension ConnectorRegistry {
  /// Every connector of the product.
  /// - Parameters:
  ///   - isSynthetic: whether the made-up source is among them.
  ///   - isUnhurried: whether they take their time, for use under a debugger.
  static func all(synthetic isSynthetic: Bool, isUnhurried: Bool = false) -> ConnectorRegistry {
    // All sources share one thread, which polls their sockets.
    let thread = PollingThread(name: "sources")
    var connectors: [any Connector] = [
      PostgresConnector(
        thread: thread, logger: Logger(label: "run-executor.postgres"), isUnhurried: isUnhurried)
    ]
    if isSynthetic { connectors.append(SyntheticConnector()) }
    return ConnectorRegistry(connectors)
  }
}
