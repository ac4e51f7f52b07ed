import Foundation
import Synchronization

/// Lets deliveries wait for a slot without holding a thread.
final class RunSlots: Sendable {
  enum Answer: Sendable, Equatable {
    /// The caller has a slot and must give it back.
    case granted
    /// No slot came free in time.
    case expired
    /// The endpoint is on its way to another executor.
    case withdrawn
    /// The process ends.
    case closed
  }

  private struct State {
    var ledger: SlotLedger
    var waiters: [SlotLedger.Ticket: CheckedContinuation<Answer, Never>] = [:]
    var isClosed = false
    /// Endpoints that get no more slots, with those that wait for their last run to end.
    var withheld: [UUID: [CheckedContinuation<Void, Never>]] = [:]
  }

  private let state: Mutex<State>
  private let patience: Duration
  private let clock = ContinuousClock()

  init(capacity: Int, patience: Duration) {
    state = Mutex(State(ledger: SlotLedger(capacity: capacity)))
    self.patience = patience
  }

  var running: Int { state.withLock { $0.ledger.running } }
  var waiting: Int { state.withLock { $0.ledger.waiting } }

  /// Waits for a slot of the endpoint, at most as long as the patience lasts. Cancelling the task changes nothing:
  /// deliveries are told the end of the process by ``close()``.
  func acquire(_ endpoint: UUID) async -> Answer {
    await withCheckedContinuation { continuation in
      let answer: Answer? = state.withLock { state in
        if state.isClosed { return .closed }
        if state.withheld[endpoint] != nil { return .withdrawn }
        let (ticket, isGranted) = state.ledger.request(endpoint, deadline: clock.now + patience)
        if isGranted { return .granted }
        state.waiters[ticket] = continuation
        return nil
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }

  func release(_ endpoint: UUID) {
    var idle: [CheckedContinuation<Void, Never>] = []
    settle {
      $0.release(endpoint)
    } then: { state in
      guard state.ledger.isIdle(endpoint), let waiters = state.withheld[endpoint] else { return }
      idle = waiters
      state.withheld[endpoint] = []
    }
    for waiter in idle { waiter.resume() }
  }

  /// Gives no more slots for an endpoint: who waits for one is sent away.
  func withhold(_ endpoint: UUID) {
    var sent: [CheckedContinuation<Answer, Never>] = []
    settle { ledger in
      ledger.withdraw(ledger.tickets(of: endpoint))
    } taking: { state in
      if state.withheld[endpoint] == nil { state.withheld[endpoint] = [] }
      sent = state.ledger.tickets(of: endpoint).compactMap { state.waiters.removeValue(forKey: $0) }
    }
    for continuation in sent { continuation.resume(returning: .withdrawn) }
  }

  /// Waits until the last run of an endpoint whose slots are withheld has ended, or they are given again.
  func idle(_ endpoint: UUID) async {
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        if state.withheld[endpoint] == nil || state.ledger.isIdle(endpoint) { return true }
        state.withheld[endpoint]?.append(continuation)
        return false
      }
      if isIdle { continuation.resume() }
    }
  }

  /// Gives slots for the endpoint again.
  func allow(_ endpoint: UUID) {
    for waiter in state.withLock({ $0.withheld.removeValue(forKey: endpoint) ?? [] }) { waiter.resume() }
  }

  func limit(_ endpoint: UUID, to limit: Int) { settle { $0.limit(endpoint, to: limit) } }

  func forget(_ endpoint: UUID) { state.withLock { $0.ledger.forget(endpoint) } }

  /// Sends away who has waited too long.
  func tick(at now: ContinuousClock.Instant) {
    var expired: [CheckedContinuation<Answer, Never>] = []
    settle { ledger in
      let overdue = ledger.overdue(at: now)
      return overdue.isEmpty ? [] : ledger.withdraw(overdue)
    } taking: { state in
      let overdue = state.ledger.overdue(at: now)
      expired = overdue.compactMap { state.waiters.removeValue(forKey: $0) }
    }
    for continuation in expired { continuation.resume(returning: .expired) }
  }

  /// Sends everybody away, now and from now on.
  func close() {
    for endpoint in state.withLock({ Array($0.withheld.keys) }) { allow(endpoint) }
    let waiters = state.withLock { state in
      state.isClosed = true
      defer { state.waiters = [:] }
      _ = state.ledger.withdraw(state.ledger.tickets)
      return state.waiters.values.map(\.self)
    }
    for waiter in waiters { waiter.resume(returning: .closed) }
  }

  private func settle(
    _ change: (inout SlotLedger) -> [SlotLedger.Ticket], taking: (inout State) -> Void = { _ in },
    then: (inout State) -> Void = { _ in }
  ) {
    let granted = state.withLock { state in
      taking(&state)
      defer { then(&state) }
      return change(&state.ledger).compactMap { state.waiters.removeValue(forKey: $0) }
    }
    for continuation in granted { continuation.resume(returning: .granted) }
  }
}
