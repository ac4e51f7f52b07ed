/// One line of a family.
struct MetricSample: Sendable {
  /// What follows the family's name: empty, `_bucket`, `_sum` or `_count`.
  var suffix = ""
  var labels = LabelSet()
  let value: Double
}
