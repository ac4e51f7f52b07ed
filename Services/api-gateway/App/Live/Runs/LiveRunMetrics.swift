import CoreMetrics

/// Counts what live updates cost and what they leave out.
struct LiveRunMetrics: Sendable {
  /// Events about runs that came while somebody followed any.
  let events = Counter(label: "nucleus.gateway.live.events")
  /// Readings of the database.
  let readings = Counter(label: "nucleus.gateway.live.readings")
  /// Gaps in the events that were closed by reading anew.
  let refetches = Counter(label: "nucleus.gateway.live.refetches")
  private let dropped = Counter(label: "nucleus.gateway.live.dropped")
  private let overflows = Counter(label: "nucleus.gateway.live.overflows")

  func record(_ counts: LiveRuns.StateMachine.Counts) {
    if counts.dropped > 0 { dropped.increment(by: counts.dropped) }
    if counts.overflows > 0 { overflows.increment(by: counts.overflows) }
  }
}
