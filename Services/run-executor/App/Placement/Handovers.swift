import Foundation
import Synchronization

/// Endpoints that are on their way to another executor: deliveries that came meanwhile wait until it is known whether
/// they go with them.
final class Handovers: Sendable {
  enum Ending: Sendable, Equatable {
    /// The endpoint is another executor's: the delivery goes back to its queue.
    case given
    /// The endpoint stays after all.
    case kept
  }

  private struct State {
    var waiters: [UUID: [CheckedContinuation<Ending, Never>]] = [:]
    var isClosed = false
  }

  private let state = Mutex(State())

  func begin(_ endpoint: UUID) {
    state.withLock { state in
      if state.waiters[endpoint] == nil { state.waiters[endpoint] = [] }
    }
  }

  func end(_ endpoint: UUID, _ ending: Ending) {
    for waiter in state.withLock({ $0.waiters.removeValue(forKey: endpoint) ?? [] }) {
      waiter.resume(returning: ending)
    }
  }

  /// Waits for the end of a handover; without one, what waited may go on.
  func ending(of endpoint: UUID) async -> Ending {
    await withCheckedContinuation { continuation in
      let answer: Ending? = state.withLock { state in
        if state.isClosed { return .given }
        guard state.waiters[endpoint] != nil else { return .kept }
        state.waiters[endpoint]?.append(continuation)
        return nil
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }

  /// The process ends: everything goes back, now and from now on.
  func close() {
    let waiters = state.withLock { state in
      state.isClosed = true
      defer { state.waiters = [:] }
      return state.waiters.values.flatMap(\.self)
    }
    for waiter in waiters { waiter.resume(returning: .given) }
  }
}
