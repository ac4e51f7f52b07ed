/// Decides how a consumer lives on its channel, and how it is rebuilt until it is cancelled.
///
/// ```
///   waiting ──connectionUp──▶ opening ──consumeOK──▶ consuming
///      ▲                        ▲  │                    │
///      │                retryDue│  │ failed             │ failed (broker's cancel, channel closed)
///      │ connectionDown         │  ▼                    ▼
///      └───────────────────── pausing ◀─────────────────┘
///   cancel: consuming ─▶ stopping ─cancelOK─▶ draining ─all settled─▶ ended; others ─▶ ended
/// ```
struct ConsumerLifecycle: Sendable {
  enum State: Hashable, Sendable {
    /// For a connection. To `opening` or `ended`.
    case waiting
    /// Channel, prefetch and subscription were asked for. To `consuming`, `pausing`, `waiting` or `ended`.
    case opening(failures: Int)
    /// Deliveries come. To `pausing`, `waiting` or `stopping`.
    case consuming
    /// Between two attempts. To `opening`, `waiting` or `ended`.
    case pausing(failures: Int)
    /// The broker was asked to stop. To `draining` or `ended`.
    case stopping
    /// No delivery comes any more; handlers still settle theirs. To `ended`.
    case draining
    /// The end.
    case ended
  }

  enum Action: Hashable, Sendable {
    case none
    case open
    case retry(after: Duration)
    case sendCancel
    /// No delivery will come any more, but the channel stays for those in flight.
    case finishDeliveries
    /// No delivery will come any more and the channel goes.
    case end
  }

  private(set) var state = State.waiting
  /// Deliveries of the current channel that are neither acknowledged nor rejected.
  private(set) var unsettled = 0
  private let backoff: AMQPBackoff

  init(backoff: AMQPBackoff) { self.backoff = backoff }

  mutating func connectionUp() -> Action {
    guard state == .waiting else { return .none }
    state = .opening(failures: 0)
    return .open
  }

  mutating func connectionDown() -> Action {
    unsettled = 0
    switch state {
    case .stopping, .draining:
      state = .ended
      return .end
    case .ended: return .none
    case .waiting, .opening, .consuming, .pausing:
      state = .waiting
      return .none
    }
  }

  mutating func consumeOK() {
    if case .opening = state { state = .consuming }
  }

  /// The broker cancelled the subscription, closed the channel or did not answer in time.
  mutating func failed(jitter: Double) -> Action {
    unsettled = 0
    let failures: Int
    switch state {
    case .opening(let earlier): failures = earlier + 1
    case .consuming: failures = 1
    case .stopping, .draining:
      state = .ended
      return .end
    case .waiting, .pausing, .ended: return .none
    }
    state = .pausing(failures: failures)
    return .retry(after: backoff.pause(afterAttempt: failures, jitter: jitter))
  }

  mutating func retryDue() -> Action {
    guard case .pausing(let failures) = state else { return .none }
    state = .opening(failures: failures)
    return .open
  }

  mutating func delivered() { unsettled += 1 }

  mutating func settled() -> Action {
    unsettled -= 1
    guard state == .draining, unsettled == 0 else { return .none }
    state = .ended
    return .end
  }

  mutating func cancel() -> Action {
    switch state {
    case .consuming:
      state = .stopping
      return .sendCancel
    case .waiting, .opening, .pausing:
      state = .ended
      return .end
    case .stopping, .draining, .ended: return .none
    }
  }

  mutating func cancelOK() -> Action {
    guard state == .stopping else { return .none }
    guard unsettled > 0 else {
      state = .ended
      return .end
    }
    state = .draining
    return .finishDeliveries
  }
}
