/// All series of one name.
struct Metric {
  let kind: MetricKind
  let help: String
  private var series: [LabelSet: any MetricSeries] = [:]

  init(kind: MetricKind, help: String) {
    self.kind = kind
    self.help = help
  }

  /// The series of these labels, made when it is new, or the one shared by all labels beyond the limit.
  /// Nil where the name belongs to another kind.
  mutating func series(
    _ labels: LabelSet, kind: MetricKind, limit: Int, make: () -> any MetricSeries
  ) -> (any MetricSeries)? {
    guard kind == self.kind else { return nil }
    if let known = series[labels] { return known }
    let key = series.count < limit || labels.isEmpty ? labels : labels.overflow
    if let known = series[key] { return known }
    let new = make()
    series[key] = new
    return new
  }

  func family(named name: String) -> MetricFamily {
    let sorted = series.sorted { $0.key < $1.key }
    return MetricFamily(
      name: name, kind: kind, help: help, samples: sorted.flatMap { $1.samples(labels: $0) })
  }
}
