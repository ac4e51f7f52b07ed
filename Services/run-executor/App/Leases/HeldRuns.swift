import Foundation
import Storage
import Synchronization

/// The runs this process holds, each with the signal by which its session hears that it has lost it.
final class HeldRuns: Sendable {
  private struct State {
    var ledger: LeaseLedger
    var signals: [RunClaims.Hold: RunSignal] = [:]
    var interruption: Interruption?
    var renewedAt: ContinuousClock.Instant
    /// Holds that were revoked before their claim had come back, with when that was.
    var revoked: [RunClaims.Hold: ContinuousClock.Instant] = [:]
  }

  private let state: Mutex<State>
  private let ttl: Duration

  /// - Parameter now: there is nothing to renew yet, and from then on there may be.
  init(ttl: Duration, at now: ContinuousClock.Instant = .now) {
    self.ttl = ttl
    state = Mutex(State(ledger: LeaseLedger(ttl: ttl), renewedAt: now))
  }

  /// The holds to renew.
  var holds: [RunClaims.Hold] { state.withLock(\.ledger.holds) }

  /// How long ago the last renewal was sent that succeeded.
  func age(at now: ContinuousClock.Instant) -> Duration { now - state.withLock(\.renewedAt) }

  /// - Parameter instant: when the claim was sent.
  func add(_ hold: RunClaims.Hold, sentAt instant: ContinuousClock.Instant, signal: RunSignal) {
    let interruption = state.withLock { state -> Interruption? in
      state.signals[hold] = signal
      if state.revoked.removeValue(forKey: hold) != nil { return .revoked }
      state.ledger.add(hold, sentAt: instant)
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

  /// Interrupts the session of a run that was ended from outside. All executors are told of every such run, and
  /// one may be told before its claim has come back: that is remembered for as long as the claim could be worth
  /// anything.
  func revoke(_ hold: RunClaims.Hold, at now: ContinuousClock.Instant) {
    let signal = state.withLock { state -> RunSignal? in
      state.ledger.remove(hold)
      if state.signals[hold] == nil { state.revoked[hold] = now }
      return state.signals[hold]
    }
    signal?.raise(.revoked)
  }

  /// Takes in the answer to a renewal, of none perhaps, and interrupts the sessions that have lost their run.
  func renewed(_ asked: [RunClaims.Hold], kept: Set<UUID>, sentAt instant: ContinuousClock.Instant) -> Int {
    state.withLock { $0.renewedAt = instant }
    return interruptLost(.revoked) { $0.renewed(asked, kept: kept, sentAt: instant) }
  }

  /// Interrupts the sessions whose lease may have lapsed and wakes those whose deadline has passed.
  func tick(at now: ContinuousClock.Instant) -> Int {
    let lapsed = interruptLost(.leaseLost) { $0.expire(at: now) }
    state.withLock { state in state.revoked = state.revoked.filter { $0.value + ttl > now } }
    for signal in state.withLock({ Array($0.signals.values) }) { signal.fire(at: now) }
    return lapsed
  }

  /// Interrupts one session if its lease may have lapsed: for a process that was frozen and whose next tick is
  /// still to come.
  /// - Returns: how many leases lapsed.
  func check(_ hold: RunClaims.Hold, at now: ContinuousClock.Instant) -> Int {
    interruptLost(.leaseLost) { $0.expire(hold, at: now) ? [hold] : [] }
  }

  /// Interrupts all sessions, and those that are still added.
  func interruptAll(_ interruption: Interruption) {
    let signals = state.withLock { state in
      state.interruption = interruption
      return Array(state.signals.values)
    }
    for signal in signals { signal.raise(interruption) }
  }

  private func interruptLost(
    _ interruption: Interruption, _ change: (inout LeaseLedger) -> [RunClaims.Hold]
  ) -> Int {
    let signals = state.withLock { state in change(&state.ledger).compactMap { state.signals[$0] } }
    for signal in signals { signal.raise(interruption) }
    return signals.count
  }
}
