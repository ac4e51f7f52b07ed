/// Decides when a heartbeat is due and when a silent broker counts as lost.
///
/// A broker sends something every half interval, so three beats were missed when 1.75 intervals have passed;
/// with checks four times per interval, a dead peer is found within two intervals.
struct HeartbeatMonitor: Sendable {
  enum Action: Hashable, Sendable {
    case none
    case send
    case giveUp
  }

  let interval: Duration
  private var lastSent: ContinuousClock.Instant
  private var lastReceived: ContinuousClock.Instant

  /// - Parameter interval: what the broker agreed to, above zero.
  init(interval: Duration, now: ContinuousClock.Instant) {
    self.interval = interval
    lastSent = now
    lastReceived = now
  }

  /// How often ``check(at:)`` must be asked.
  var checkInterval: Duration { interval / 4 }

  mutating func received(at now: ContinuousClock.Instant) { lastReceived = now }
  mutating func sent(at now: ContinuousClock.Instant) { lastSent = now }

  mutating func check(at now: ContinuousClock.Instant) -> Action {
    if now - lastReceived >= interval * 1.75 { return .giveUp }
    // The next check comes a quarter later, so sending from a quarter on keeps the gap within a half.
    return now - lastSent >= interval / 4 ? .send : .none
  }
}
