/// One metric as it is written at a scrape.
struct MetricFamily: Sendable {
  let name: String
  let kind: MetricKind
  let help: String
  let samples: [MetricSample]

  init(name: String, kind: MetricKind, help: String, samples: [MetricSample]) {
    self.name = name
    self.kind = kind
    self.help = help
    self.samples = samples
  }

  init(name: String, kind: MetricKind, help: String, value: Double) {
    self.init(name: name, kind: kind, help: help, samples: [MetricSample(value: value)])
  }
}
