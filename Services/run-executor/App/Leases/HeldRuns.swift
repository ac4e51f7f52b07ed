import Foundation
import Storage
import Synchronization

/// The runs this process holds, each with the signal by which its session hears that it has lost it.
final class HeldRuns: Sendable {
  private struct State {
    var ledger: LeaseLedger
    var signals: [RunClaims.Hold: RunSignal] = [:]
    var interruption: Interruption?
  }

  private let state: Mutex<State>

  init(ttl: Duration) { state = Mutex(State(ledger: LeaseLedger(ttl: ttl))) }

  /// The holds to renew.
  var holds: [RunClaims.Hold] { state.withLock(\.ledger.holds) }

  /// - Parameter instant: when the claim was sent.
  func add(_ hold: RunClaims.Hold, sentAt instant: ContinuousClock.Instant, signal: RunSignal) {
    let interruption = state.withLock { state in
      state.ledger.add(hold, sentAt: instant)
      state.signals[hold] = signal
      return state.interruption
    }
    if let interruption { signal.raise(interruption) }
  }

  func remove(_ hold: RunClaims.Hold) {
    state.withLock { state in
      state.ledger.remove(hold)
      state.signals[hold] = nil
    }
  }

  /// Takes in the answer to a renewal and interrupts the sessions that have lost their run.
  func renewed(_ asked: [RunClaims.Hold], kept: Set<UUID>, sentAt instant: ContinuousClock.Instant) -> Int {
    interruptLost { $0.renewed(asked, kept: kept, sentAt: instant) }
  }

  /// Interrupts the sessions whose lease may have lapsed and wakes those whose deadline has passed.
  func tick(at now: ContinuousClock.Instant) -> Int {
    let lapsed = interruptLost { $0.expire(at: now) }
    for signal in state.withLock({ Array($0.signals.values) }) { signal.fire(at: now) }
    return lapsed
  }

  /// Interrupts all sessions, and those that are still added.
  func interruptAll(_ interruption: Interruption) {
    let signals = state.withLock { state in
      state.interruption = interruption
      return Array(state.signals.values)
    }
    for signal in signals { signal.raise(interruption) }
  }

  private func interruptLost(_ change: (inout LeaseLedger) -> [RunClaims.Hold]) -> Int {
    let signals = state.withLock { state in change(&state.ledger).compactMap { state.signals[$0] } }
    for signal in signals { signal.raise(.leaseLost) }
    return signals.count
  }
}
