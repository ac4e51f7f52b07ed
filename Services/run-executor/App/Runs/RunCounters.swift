import Contracts
import Domain
import Foundation
import Metrics
import Storage

/// Runs that this process has ended, by their kind and end.
enum RunCounters {
  private static let succeeded = finished("succeeded")
  private static let failed = finished("failed")
  private static let skipped = finished("skipped")
  private static let queueWait = Dictionary(
    uniqueKeysWithValues: RunKind.allCases.map { kind in
      (kind, Metrics.Timer(label: "nucleus.run.queue_wait", dimensions: [("kind", kind.rawValue)]))
    })
  private static let takeovers = Counter(label: "nucleus.run.takeovers")

  /// Shows the series that alerts wait for, at 0: a series that begins with its first count has not grown, to a scraper.
  static func expose() {
    for kind in RunKind.allCases {
      for counters in [succeeded, failed, skipped] { counters[kind]?.increment(by: 0) }
      failures(ErrorCode.internal.rawValue, kind).increment(by: 0)
    }
    takeovers.increment(by: 0)
  }

  static func count(_ verdict: RunVerdict, of kind: RunKind) {
    switch verdict {
    case .succeeded: succeeded[kind]?.increment()
    case .skipped: skipped[kind]?.increment()
    case .failed(let failure):
      failed[kind]?.increment()
      failures(failure.code, kind).increment()
    }
  }

  /// Both times are the database's.
  static func count(_ claimed: ClaimedRun) {
    guard claimed.fence == 1 else { return takeovers.increment() }
    guard let start = claimed.run.startedAt else { return }
    queueWait[claimed.run.kind]?.recordSeconds(max(0, start.timeIntervalSince(claimed.run.requestedAt)))
  }

  private static func finished(_ status: String) -> [RunKind: Counter] {
    Dictionary(
      uniqueKeysWithValues: RunKind.allCases.map { kind in
        let dimensions = [("kind", kind.rawValue), ("status", status)]
        return (kind, Counter(label: "nucleus.runs.finished", dimensions: dimensions))
      })
  }

  /// Few runs fail, so that looking the series up costs nothing that counts.
  private static func failures(_ code: String, _ kind: RunKind) -> Counter {
    Counter(label: "nucleus.runs.failed", dimensions: [("code", code), ("kind", kind.rawValue)])
  }
}
