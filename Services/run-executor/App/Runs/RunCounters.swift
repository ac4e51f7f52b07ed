import Contracts
import Domain
import Foundation
import Metrics
import ServiceRuntime
import Storage

/// Runs that this process has claimed and ended.
enum RunCounters {
  private static let ends = RunEndCounters(showing: [ErrorCode.internal.rawValue])
  private static let queueWait = Dictionary(
    uniqueKeysWithValues: RunKind.allCases.map { kind in
      (kind, Metrics.Timer(label: "nucleus.run.queue_wait", dimensions: [("kind", kind.rawValue)]))
    })
  private static let takeovers = Counter(label: "nucleus.run.takeovers")

  /// Shows the series that alerts wait for, at 0.
  static func expose() {
    _ = ends
    takeovers.increment(by: 0)
  }

  static func count(_ verdict: RunVerdict, of kind: RunKind) {
    switch verdict {
    case .succeeded: ends.count(.succeeded, of: kind)
    case .skipped: ends.count(.skipped, of: kind)
    case .failed(let failure): ends.count(.failed, code: failure.code, of: kind)
    }
  }

  /// Both times are the database's.
  static func count(_ claimed: ClaimedRun) {
    guard claimed.fence == 1 else { return takeovers.increment() }
    guard let start = claimed.run.startedAt else { return }
    queueWait[claimed.run.kind]?.recordSeconds(max(0, start.timeIntervalSince(claimed.run.requestedAt)))
  }
}
