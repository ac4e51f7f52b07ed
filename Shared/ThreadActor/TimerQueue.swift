/// Names a timer of a ``PollingThread``.
public struct PollTimer: Hashable, Sendable {
  let deadline: ContinuousClock.Instant
  let number: UInt64
}

/// The timers of one thread, soonest first.
struct TimerQueue {
  private var handlers: [PollTimer: () -> Void] = [:]
  private var order: [PollTimer] = []
  private var nextNumber: UInt64 = 0

  mutating func add(at deadline: ContinuousClock.Instant, handler: @escaping () -> Void) -> PollTimer {
    let timer = PollTimer(deadline: deadline, number: nextNumber)
    nextNumber += 1
    handlers[timer] = handler
    let index = order.partitionPoint { $0.deadline <= deadline }
    order.insert(timer, at: index)
    return timer
  }

  mutating func remove(_ timer: PollTimer) {
    guard handlers.removeValue(forKey: timer) != nil else { return }
    var index = order.partitionPoint { $0.deadline < timer.deadline }
    while order[index] != timer { index += 1 }
    order.remove(at: index)
  }

  /// For `poll(2)`: −1 without timers, rounded up so that a wake-up is never early.
  var millisecondsToNext: Int32 {
    guard let first = order.first else { return -1 }
    let wait = first.deadline - .now
    guard wait > .zero else { return 0 }
    let (seconds, attoseconds) = wait.components
    return Int32(clamping: seconds * 1_000 + attoseconds / 1_000_000_000_000_000 + 1)
  }

  /// Takes out the soonest handler that is due at `now`.
  mutating func popDue(at now: ContinuousClock.Instant) -> (() -> Void)? {
    guard let timer = order.first, timer.deadline <= now else { return nil }
    order.removeFirst()
    return handlers.removeValue(forKey: timer)
  }
}

extension Array {
  /// The first index whose element is not `before`, in an array where all that are come first.
  fileprivate func partitionPoint(_ before: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if before(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
