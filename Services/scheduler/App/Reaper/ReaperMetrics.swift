import Domain
import Foundation
import Metrics
import Storage

/// What the reaper did, and when it last looked: an old time is itself an alarm.
struct ReaperMetrics: Sendable {
  private let lastPass = Gauge(label: "nucleus.reaper.last_pass_timestamp")
  private let retriggered = Counter(label: "nucleus.reaper.runs", dimensions: [("action", "retriggered")])
  private let resent = Counter(label: "nucleus.reaper.runs", dimensions: [("action", "resent")])
  private let lost = Counter(label: "nucleus.reaper.runs", dimensions: [("action", "lost")])
  private let skipped = Counter(label: "nucleus.reaper.runs", dimensions: [("action", "skipped")])
  /// Endpoints that are not doing well.
  private let ill = [EndpointHealth.degraded, .unavailable].map {
    ($0, Gauge(label: "nucleus.endpoints.health", dimensions: [("health", $0.rawValue)]))
  }

  func record(_ health: [EndpointHealth: Int]) {
    for (state, gauge) in ill { gauge.record(health[state, default: 0]) }
  }

  func record(_ report: RunReaper.Report) {
    lastPass.record(Date().timeIntervalSince1970)
    retriggered.increment(by: report.retriggered)
    resent.increment(by: report.resent)
    lost.increment(by: report.lost)
    skipped.increment(by: report.skipped)
  }
}
