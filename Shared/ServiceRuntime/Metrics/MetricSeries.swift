/// The values of one metric under one set of labels.
protocol MetricSeries: AnyObject, Sendable {
  func samples(labels: LabelSet) -> [MetricSample]
}
