import Synchronization

/// A value that others change and that can be awaited.
final class Watched<Value: Sendable>: Sendable {
  private struct Waiter {
    let isMet: @Sendable (Value) -> Bool
    let continuation: CheckedContinuation<Value?, Never>
  }

  private struct State {
    var value: Value
    var waiters: [UInt64: Waiter] = [:]
    var cancelled: Set<UInt64> = []
    var nextNumber: UInt64 = 0
  }

  private let state: Mutex<State>

  init(_ value: Value) { state = Mutex(State(value: value)) }

  var value: Value { state.withLock { $0.value } }

  func update(_ change: (inout Value) -> Void) {
    let (met, value) = state.withLock { state in
      change(&state.value)
      var met: [Waiter] = []
      for (number, waiter) in state.waiters where waiter.isMet(state.value) {
        met.append(waiter)
        state.waiters[number] = nil
      }
      return (met, state.value)
    }
    for waiter in met { waiter.continuation.resume(returning: value) }
  }

  /// The first value that meets the condition, nil when `timeout` passes or the task is cancelled first.
  func first(within timeout: Duration, where isMet: @escaping @Sendable (Value) -> Bool) async -> Value? {
    await withTaskGroup(of: Value?.self) { group in
      group.addTask { await self.first(where: isMet) }
      group.addTask {
        try? await Task.sleep(for: timeout)
        return nil
      }
      let value = await group.next() ?? nil
      group.cancelAll()
      return value
    }
  }

  /// The first value that meets the condition, nil when the task is cancelled first.
  func first(where isMet: @escaping @Sendable (Value) -> Bool) async -> Value? {
    let number = state.withLock { state in
      defer { state.nextNumber += 1 }
      return state.nextNumber
    }
    // A cancellation that comes once the answer is given leaves its mark for nobody.
    defer { state.withLock { _ = $0.cancelled.remove(number) } }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let answer: Value?? = state.withLock { state in
          if isMet(state.value) { return .some(state.value) }
          if state.cancelled.remove(number) != nil { return .some(nil) }
          state.waiters[number] = Waiter(isMet: isMet, continuation: continuation)
          return .none
        }
        if let answer { continuation.resume(returning: answer) }
      }
    } onCancel: {
      let waiter = state.withLock { state in
        let waiter = state.waiters.removeValue(forKey: number)
        if waiter == nil { state.cancelled.insert(number) }
        return waiter
      }
      waiter?.continuation.resume(returning: nil)
    }
  }
}
