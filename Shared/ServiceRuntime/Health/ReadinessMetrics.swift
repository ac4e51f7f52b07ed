/// What runs here and whether it can serve, as metrics.
enum ReadinessMetrics {
  static func register(_ readiness: Readiness, service: String, with registry: PrometheusRegistry) {
    registry.addGauge("nucleus.ready") { readiness.report().isReady ? 1 : 0 }
    registry.addGauge("nucleus.component.ready", by: "component") {
      readiness.report().components.map { (name: $0.name, value: $0.state.isReady ? 1 : 0) }
    }
    let label = "nucleus.build_info"
    let info = MetricFamily(
      name: MetricName.gauge(label), kind: .gauge, help: registry.meaning(of: label),
      samples: [
        MetricSample(
          labels: LabelSet([("service", service), ("version", NucleusVersion.current)]), value: 1)
      ])
    registry.addCollector { [info] }
  }
}
