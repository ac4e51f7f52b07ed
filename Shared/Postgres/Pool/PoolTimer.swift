import ThreadActor

/// Wakes a pool up at a point in time.
actor PoolTimer {
  private let thread: PollingThread
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  init(thread: PollingThread) { self.thread = thread }

  /// Calls `handler` on the polling thread; what it returns is when to call it again.
  func call(
    _ handler: @escaping @Sendable () -> ContinuousClock.Instant?, at time: ContinuousClock.Instant
  ) {
    thread.schedule(after: max(.zero, time - .now)) { [weak self] in
      guard let next = handler() else { return }
      self?.assumeIsolated { $0.call(handler, at: next) }
    }
  }
}
