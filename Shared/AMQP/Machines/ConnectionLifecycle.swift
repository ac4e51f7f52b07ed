/// Decides when a connection is made, given up and made again.
///
/// ```
///   idle ──start──▶ connecting ──connected──▶ open
///                      ▲  │                    │
///             retryDue │  │ failed             │ failed
///                      │  ▼                    ▼
///                    pausing ◀─────────────────┘
///   stop: open ─▶ closing ─▶ closed; every other state ─▶ closed
/// ```
struct ConnectionLifecycle: Sendable {
  enum State: Hashable, Sendable {
    /// Not started. To `connecting` or `closed`.
    case idle
    /// The handshake is under way, after so many failures in a row. To `open`, `pausing` or `closed`.
    case connecting(failures: Int)
    /// Usable. To `pausing` or `closing`.
    case open
    /// Waiting for the next attempt. To `connecting` or `closed`.
    case pausing(failures: Int)
    /// The broker was told goodbye. To `closed`.
    case closing
    /// The end.
    case closed
  }

  enum Action: Hashable, Sendable {
    case none
    case connect
    case retry(after: Duration)
    /// Say goodbye; the answer or a deadline leads to `closed`.
    case sendClose
    case finish
  }

  private(set) var state = State.idle
  private let backoff: AMQPBackoff

  init(backoff: AMQPBackoff) { self.backoff = backoff }

  mutating func start() -> Action {
    guard state == .idle else { return .none }
    state = .connecting(failures: 0)
    return .connect
  }

  mutating func connected() {
    if case .connecting = state { state = .open }
  }

  /// An attempt failed or the open connection was lost.
  /// - Parameter jitter: random, from 0 to 1.
  mutating func failed(_ error: AMQPError, jitter: Double) -> Action {
    switch state {
    case .connecting(let failures):
      state = .pausing(failures: failures + 1)
      // A refusal will not pass by itself within moments: asking less often spares the broker's log.
      let pause = backoff.pause(afterAttempt: error.isRetriable ? failures + 1 : .max, jitter: jitter)
      return .retry(after: pause)
    case .open:
      state = .pausing(failures: 1)
      return .retry(after: backoff.pause(afterAttempt: 1, jitter: jitter))
    case .closing:
      state = .closed
      return .finish
    case .idle, .pausing, .closed: return .none
    }
  }

  mutating func retryDue() -> Action {
    guard case .pausing(let failures) = state else { return .none }
    state = .connecting(failures: failures)
    return .connect
  }

  mutating func stop() -> Action {
    switch state {
    case .open:
      state = .closing
      return .sendClose
    case .idle, .connecting, .pausing:
      state = .closed
      return .finish
    case .closing, .closed: return .none
    }
  }
}
