import Synchronization

/// Prints how far a long work has come, every now and then.
final class ProgressReport: Sendable {
  private let interval: Duration
  private let next: Mutex<ContinuousClock.Instant>

  init(interval: Duration) {
    self.interval = interval
    next = Mutex(.now + interval)
  }

  func show(_ done: Int64, of all: Int64) {
    let isDue = next.withLock { next in
      guard .now >= next else { return false }
      next = .now + interval
      return true
    }
    if isDue { print("\(done) of \(all) places (\(done * 100 / max(all, 1)) %)") }
  }
}
