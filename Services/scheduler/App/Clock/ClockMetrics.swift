import Domain
import Foundation
import Metrics

/// What the clock did, and when it last looked: an old time is itself an alarm.
struct ClockMetrics: Sendable {
  /// The fires of one pass.
  struct Tally: Sendable {
    var made = 0
    var buffered = 0
    var cancelled = 0
    var skipped: [SkipReason: Int] = [:]
    /// Seconds from due to made, of each run.
    var lateness: [TimeInterval] = []
  }

  private let lastPass = Gauge(label: "nucleus.clock.last_pass_timestamp")
  private let lateness = Timer(label: "nucleus.clock.lateness")
  private let made = Counter(label: "nucleus.clock.fires", dimensions: [("outcome", "run")])
  private let buffered = Counter(label: "nucleus.clock.fires", dimensions: [("outcome", "buffered")])
  private let cancelled = Counter(label: "nucleus.clock.runs.cancelled")
  private let skipped: [SkipReason: Counter]
  private let failedPasses = Counter(label: "nucleus.clock.passes.failed")

  init() {
    skipped = Dictionary(
      uniqueKeysWithValues: SkipReason.allCases.map {
        ($0, Counter(label: "nucleus.clock.fires", dimensions: [("outcome", $0.rawValue.lowercased())]))
      })
  }

  func looked() { lastPass.record(Date().timeIntervalSince1970) }

  func failed() { failedPasses.increment() }

  func record(_ tally: Tally) {
    made.increment(by: tally.made)
    buffered.increment(by: tally.buffered)
    cancelled.increment(by: tally.cancelled)
    for (reason, count) in tally.skipped { skipped[reason]?.increment(by: count) }
    for seconds in tally.lateness { lateness.recordSeconds(max(0, seconds)) }
  }
}
