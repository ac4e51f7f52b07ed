/// The labels of a series, sorted by name, each name once and valid (`[a-zA-Z_][a-zA-Z0-9_]*`).
struct LabelSet: Hashable, Comparable, Sendable {
  struct Label: Hashable, Sendable {
    let name: String
    let value: String
  }

  private(set) var labels: [Label]

  /// Of two dimensions with the same name the later one holds.
  init(_ dimensions: [(String, String)] = []) {
    var values: [String: String] = [:]
    for (name, value) in dimensions { values[Self.validName(name)] = value }
    labels = values.map(Label.init).sorted { $0.name < $1.name }
  }

  var isEmpty: Bool { labels.isEmpty }

  /// The labels of the series that takes in all beyond the limit.
  var overflow: LabelSet { LabelSet(labels.map { ($0.name, "other") }) }

  /// With the upper bound of a bucket, which comes last.
  func bucket(upTo bound: Double) -> LabelSet {
    var copy = self
    copy.labels.append(Label(name: "le", value: PrometheusText.number(bound)))
    return copy
  }

  static func < (left: LabelSet, right: LabelSet) -> Bool {
    left.labels.lexicographicallyPrecedes(right.labels) { ($0.name, $0.value) < ($1.name, $1.value) }
  }

  private static func validName(_ name: String) -> String {
    let valid = MetricName.valid(name).split(separator: ":", omittingEmptySubsequences: false).joined(
      separator: "_")
    // "le" is the histogram's own; two underscores in front are Prometheus' own.
    if valid == "le" { return "le_" }
    return valid.hasPrefix("__") ? "_" + valid.drop { $0 == "_" } : valid
  }
}
