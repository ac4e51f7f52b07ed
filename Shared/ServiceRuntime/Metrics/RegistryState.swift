/// What a registry holds behind its lock.
struct RegistryState {
  var metrics: [String: Metric] = [:]
  var collectors: [@Sendable () -> [MetricFamily]] = []
}
