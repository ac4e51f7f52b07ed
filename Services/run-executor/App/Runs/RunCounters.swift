import Metrics

/// Runs that this process has ended, by their end.
enum RunCounters {
  static let succeeded = counter("succeeded")
  static let failed = counter("failed")
  static let skipped = counter("skipped")

  private static func counter(_ status: String) -> Counter {
    Counter(label: "nucleus.runs.finished", dimensions: [("status", status)])
  }
}
