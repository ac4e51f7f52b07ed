import Synchronization

/// Where one session waits: for its deadline, or to be told that it has lost its run.
///
/// Deadlines are fired by ``HeldRuns/tick(at:)`` for all sessions together, because a sleep that is cancelled
/// leaves its timer behind, and thousands of runs a second with deadlines of minutes would pile them up.
final class RunSignal: Sendable {
  enum Wake: Sendable, Equatable {
    case interrupted(Interruption)
    /// The deadline has passed.
    case due
    /// The task was cancelled.
    case cancelled
  }

  private struct State {
    var interruption: Interruption?
    var waiter: (continuation: CheckedContinuation<Wake, Never>, deadline: ContinuousClock.Instant)?
  }

  private let state = Mutex(State())
  private let onLoss: @Sendable () -> Void

  /// - Parameter onLoss: called once when the session has lost its run, before the session hears of it.
  init(onLoss: @escaping @Sendable () -> Void = {}) { self.onLoss = onLoss }

  /// The interruption so far; the loss of the run outweighs a shutdown.
  var interruption: Interruption? { state.withLock(\.interruption) }

  func raise(_ interruption: Interruption) {
    let (waiter, isNews) = state.withLock { state in
      let isNews = state.interruption?.isLoss != true
      if isNews { state.interruption = interruption }
      defer { state.waiter = nil }
      return (state.waiter, isNews)
    }
    if isNews, interruption.isLoss { onLoss() }
    waiter?.continuation.resume(returning: .interrupted(interruption))
  }

  /// Wakes the session if its deadline has passed.
  func fire(at now: ContinuousClock.Instant) {
    let waiter = state.withLock { state -> CheckedContinuation<Wake, Never>? in
      guard let waiter = state.waiter, waiter.deadline <= now else { return nil }
      state.waiter = nil
      return waiter.continuation
    }
    waiter?.resume(returning: .due)
  }

  /// Waits; one task at a time.
  func wait(until deadline: ContinuousClock.Instant) async -> Wake {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let wake: Wake? = state.withLock { state in
          if Task.isCancelled { return .cancelled }
          if let interruption = state.interruption { return .interrupted(interruption) }
          state.waiter = (continuation, deadline)
          return nil
        }
        if let wake { continuation.resume(returning: wake) }
      }
    } onCancel: {
      let waiter = state.withLock { state in
        defer { state.waiter = nil }
        return state.waiter
      }
      waiter?.continuation.resume(returning: .cancelled)
    }
  }

  /// How a piece of work ended.
  enum Race<Value: Sendable>: Sendable {
    case finished(Value)
    case woken(Wake)
  }

  /// Works until done, the deadline or an interruption; in the latter cases the work is cancelled and awaited.
  func race<Value: Sendable>(
    until deadline: ContinuousClock.Instant, _ work: @escaping @Sendable () async -> Value
  ) async -> Race<Value> {
    await withTaskGroup(of: Race<Value>.self) { group in
      group.addTask { .finished(await work()) }
      group.addTask { .woken(await self.wait(until: deadline)) }
      let first = await group.next() ?? .woken(.cancelled)
      group.cancelAll()
      return first
    }
  }
}
