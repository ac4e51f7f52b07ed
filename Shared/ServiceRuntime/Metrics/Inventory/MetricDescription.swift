/// What one metric is: the promise that scrapers, alert rules and dashboards rely on.
public struct MetricDescription: Sendable, Hashable {
  /// How values are kept and written.
  public enum Kind: String, Sendable {
    /// A sum that only grows; written with `_total` behind its name.
    case counter
    /// The latest value.
    case gauge
    /// A histogram of seconds; written as `…_seconds_bucket`, `…_seconds_sum` and `…_seconds_count`.
    case timer
  }

  /// A part of the product that a process may be.
  public enum Service: String, Sendable, CaseIterable {
    case gateway = "api-gateway"
    case scheduler
    case executor = "run-executor"
  }

  /// As the code spells it, `nucleus.runs.finished`.
  public let label: String
  public let kind: Kind
  /// Names of its labels. None of their values ever comes from a user.
  public let labels: [String]
  public let services: [Service]
  /// One sentence, with the unit where it is none of seconds and pieces.
  public let help: String
  /// How long the value of a gauge holds that is not written again; afterwards there is none, instead of an old one. Nil:
  /// for ever.
  public let lifetime: Duration?
  /// Whether a timer measures what may take as long as a run, a day, and not just as a request.
  public let isLong: Bool

  public init(
    _ label: String, _ kind: Kind, labels: [String] = [], of services: [Service] = Service.allCases,
    lifetime: Duration? = nil, isLong: Bool = false, _ help: String
  ) {
    self.label = label
    self.kind = kind
    self.labels = labels
    self.services = services
    self.help = help
    self.lifetime = lifetime
    self.isLong = isLong
  }

  /// As Prometheus knows it, `nucleus_runs_finished_total`.
  public var name: String {
    switch kind {
    case .counter: MetricName.counter(label)
    case .gauge: MetricName.gauge(label)
    case .timer: MetricName.timer(label)
    }
  }

  /// The names under which its samples are found.
  public var sampleNames: [String] {
    kind == .timer ? ["_bucket", "_sum", "_count"].map { name + $0 } : [name]
  }
}
