import Domain
import Foundation
import Metrics
import Storage

/// What is active, and when that was last looked at: an old time is itself an alarm.
struct CensusMetrics: Sendable {
  private let lastPass = Gauge(label: "nucleus.census.last_pass_timestamp")
  private let oldestQueued = Gauge(label: "nucleus.runs.oldest_queued_seconds")
  private let overdue = Gauge(label: "nucleus.schedules.overdue_seconds")
  private let longestUnavailable = Gauge(label: "nucleus.endpoints.longest_unavailable_seconds")
  private let active: [ActiveRunCount.Key: Gauge]

  init() {
    var active: [ActiveRunCount.Key: Gauge] = [:]
    for kind in RunKind.allCases {
      for status in [RunStatus.queued, .running] {
        let dimensions = [("kind", kind.rawValue), ("status", status.rawValue)]
        active[.init(kind: kind, status: status)] = Gauge(
          label: "nucleus.runs.active", dimensions: dimensions)
      }
    }
    self.active = active
  }

  func record(_ runs: [ActiveRunCount]) {
    let counts = Dictionary(runs.map { ($0.key, $0.count) }) { first, _ in first }
    for (key, gauge) in active { gauge.record(counts[key, default: 0]) }
  }

  func record(_ delays: PlatformDelays) {
    oldestQueued.record(delays.oldestQueued)
    overdue.record(delays.overdueSchedule)
    longestUnavailable.record(delays.longestUnavailable)
    lastPass.record(Date().timeIntervalSince1970)
  }
}
