@testable import ServiceRuntime

/// What is really exposed about the process.
enum ProcessMetricsNames {
  static func exposed() -> Set<String> {
    let registry = PrometheusRegistry()
    ProcessMetrics.register(with: registry)
    let families = try? PrometheusParser.parse(registry.exposition())
    return Set(families?.keys.map { $0 } ?? [])
  }
}
