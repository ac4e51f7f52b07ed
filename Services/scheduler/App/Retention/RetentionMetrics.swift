import Foundation
import Metrics

/// What was forgotten, and when all of it last was: an old time is itself an alarm.
struct RetentionMetrics: Sendable {
  private let lastPass = Gauge(label: "nucleus.retention.last_pass_timestamp")
  private let removed: [String: Counter]

  /// - Parameter names: those of the rules.
  init(_ names: [String]) {
    removed = Dictionary(
      names.map { ($0, Counter(label: "nucleus.retention.removed", dimensions: [("rule", $0)])) }
    ) { first, _ in first }
  }

  func removed(_ count: Int, by rule: String) { removed[rule]?.increment(by: count) }

  func passed() { lastPass.record(Date().timeIntervalSince1970) }
}
