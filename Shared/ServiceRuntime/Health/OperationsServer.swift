import Hummingbird
import Logging
import ServiceLifecycle

/// Answers `/health/live`, `/health/ready` and `/metrics` on a port of its own.
public struct OperationsServer: Service {
  private let listener: HTTPListener<RouterResponder<BasicRequestContext>>

  public init(settings: MetricsSettings, runtime: ProcessRuntime) {
    self.init(
      settings: settings, readiness: runtime.readiness, metrics: runtime.metrics, logger: runtime.logger)
  }

  /// - Parameter onListening: told the port once it is open.
  public init(
    settings: MetricsSettings, readiness: Readiness, metrics: PrometheusRegistry, logger: Logger,
    onListening: @escaping @Sendable (Int) async -> Void = { _ in }
  ) {
    let router = Router()
    router.addOperationsRoutes(readiness: readiness, metrics: metrics)
    listener = HTTPListener(
      responder: router.buildResponder(), host: settings.host, port: settings.port,
      portSetting: MetricsSettings.portName, logger: logger, onListening: onListening)
  }

  public func run() async throws { try await listener.run() }
}
