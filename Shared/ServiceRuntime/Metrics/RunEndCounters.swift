import CoreMetrics
import Domain

/// Runs that a process has ended, by their kind, their end and the codes of failures.
///
/// Made when the process starts: a series that begins with its first count has not grown, to a scraper.
public struct RunEndCounters: Sendable {
  private struct Key: Hashable {
    let status: RunStatus
    let kind: RunKind
  }

  private let finished: [Key: Counter]

  /// - Parameter codes: of failures that alerts wait for.
  public init(showing codes: [String]) {
    var finished: [Key: Counter] = [:]
    for kind in RunKind.allCases {
      for status in RunStatus.allCases where status.isTerminal {
        let dimensions = [("kind", kind.rawValue), ("status", status.rawValue.lowercased())]
        finished[Key(status: status, kind: kind)] = Counter(
          label: "nucleus.runs.finished", dimensions: dimensions)
      }
      for code in codes { Self.failures(code, kind).increment(by: 0) }
    }
    self.finished = finished
  }

  /// - Parameter code: of a run that has failed.
  public func count(_ status: RunStatus, code: String? = nil, of kind: RunKind) {
    finished[Key(status: status, kind: kind)]?.increment()
    if let code { Self.failures(code, kind).increment() }
  }

  /// Few runs fail, so that looking the series up costs nothing that counts.
  private static func failures(_ code: String, _ kind: RunKind) -> Counter {
    Counter(label: "nucleus.runs.failed", dimensions: [("code", code), ("kind", kind.rawValue)])
  }
}
