import Foundation
import Synchronization

/// Lets deliveries wait for a slot without holding a thread.
final class RunSlots: Sendable {
  enum Answer: Sendable, Equatable {
    /// The caller has a slot and must give it back.
    case granted
    /// No slot came free in time.
    case expired
    /// The process ends.
    case closed
  }

  private struct State {
    var ledger: SlotLedger
    var waiters: [SlotLedger.Ticket: CheckedContinuation<Answer, Never>] = [:]
    var isClosed = false
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
        let (ticket, isGranted) = state.ledger.request(endpoint, deadline: clock.now + patience)
        if isGranted { return .granted }
        state.waiters[ticket] = continuation
        return nil
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }

  func release(_ endpoint: UUID) { settle { $0.release(endpoint) } }

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
    let waiters = state.withLock { state in
      state.isClosed = true
      defer { state.waiters = [:] }
      _ = state.ledger.withdraw(state.ledger.tickets)
      return state.waiters.values.map(\.self)
    }
    for waiter in waiters { waiter.resume(returning: .closed) }
  }

  private func settle(
    _ change: (inout SlotLedger) -> [SlotLedger.Ticket], taking: (inout State) -> Void = { _ in }
  ) {
    let granted = state.withLock { state in
      taking(&state)
      return change(&state.ledger).compactMap { state.waiters.removeValue(forKey: $0) }
    }
    for continuation in granted { continuation.resume(returning: .granted) }
  }
}
