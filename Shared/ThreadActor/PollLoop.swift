import Glibc
import Synchronization

/// The loop behind a ``PollingThread``.
///
/// - Note: `@unchecked Sendable` is sound because other threads reach only `inbox` and `thread`, both behind
///   a mutex, and `wakePipe`, which is immutable; `watchers`, `timers` and `executor` belong to the thread,
///   and `executor` is set before the thread starts.
final class PollLoop: @unchecked Sendable {
  struct Watcher {
    let interest: PollingThread.Interest
    let handler: () -> Void
  }

  private struct Inbox {
    var jobs: [UnownedJob] = []
    var calls: [@Sendable () -> Void] = []
    /// Whether the thread is already bound to look at the inbox, so that only the first job pays a system call.
    var isAwake = true
    var isStopping = false
  }

  let name: String
  var watchers: [Int32: Watcher] = [:]
  var timers = TimerQueue()
  private weak var executor: PollingThread?
  private let inbox = Mutex(Inbox())
  private let thread = Mutex<pthread_t?>(nil)
  private let wakePipe = WakePipe()

  init(name: String) { self.name = name }

  var isOnThread: Bool {
    thread.withLock { $0.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
  }

  func enqueue(_ job: UnownedJob) {
    let mustWake = inbox.withLock { inbox in
      inbox.jobs.append(job)
      defer { inbox.isAwake = true }
      return !inbox.isAwake
    }
    if mustWake { wakePipe.wake() }
  }

  func enqueue(_ call: @escaping @Sendable () -> Void) {
    let mustWake = inbox.withLock { inbox in
      inbox.calls.append(call)
      defer { inbox.isAwake = true }
      return !inbox.isAwake
    }
    if mustWake { wakePipe.wake() }
  }

  func stop() {
    inbox.withLock { $0.isStopping = true }
    wakePipe.wake()
  }

  /// In bytes; what is not touched costs nothing. Libraries read what is nested by recursion, and the system's own choice
  /// may be as little as 2 MiB.
  private static let stackSize = 16 * 1_024 * 1_024

  func start(running executor: PollingThread) {
    self.executor = executor
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, Self.stackSize)
    var handle = pthread_t()
    let status = pthread_create(
      &handle, &attributes,
      { argument in
        guard let argument else { return nil }
        let loop = Unmanaged<PollLoop>.fromOpaque(argument).takeRetainedValue()
        loop.thread.withLock { $0 = pthread_self() }
        loop.run()
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    precondition(status == 0, "no thread could be started: error \(status)")
    pthread_detach(handle)
  }

  private func run() {
    while true {
      let (jobs, calls, isStopping) = inbox.withLock { inbox in
        inbox.isAwake = !inbox.jobs.isEmpty || !inbox.calls.isEmpty
        defer {
          inbox.jobs.removeAll(keepingCapacity: true)
          inbox.calls.removeAll(keepingCapacity: true)
        }
        return (inbox.jobs, inbox.calls, inbox.isStopping)
      }
      let isIdle = jobs.isEmpty && calls.isEmpty
      if isIdle && isStopping { return }
      // A waiting job keeps its actor alive and the actor keeps its executor.
      if !jobs.isEmpty, let executor {
        for job in jobs { job.runSynchronously(on: executor.asUnownedSerialExecutor()) }
      }
      for call in calls { call() }
      // A busy inbox must not starve the sockets: after jobs, look at them without waiting.
      poll(mayWait: isIdle)
    }
  }

  private func poll(mayWait: Bool) {
    var descriptors = [pollfd(fd: wakePipe.readEnd, events: Int16(POLLIN), revents: 0)]
    descriptors.reserveCapacity(watchers.count + 1)
    for (descriptor, watcher) in watchers {
      descriptors.append(pollfd(fd: descriptor, events: watcher.interest.rawValue, revents: 0))
    }
    let timeout = mayWait ? timers.millisecondsToNext : 0
    let ready = Glibc.poll(&descriptors, nfds_t(descriptors.count), timeout)
    // What the handlers below enqueue is found when the inbox is looked at next, without a wake-up.
    inbox.withLock { $0.isAwake = true }
    if ready > 0 {
      if descriptors[0].revents != 0 { wakePipe.drain() }
      for descriptor in descriptors.dropFirst() where descriptor.revents != 0 {
        // An earlier handler of this round may have stopped watching this one.
        watchers[descriptor.fd]?.handler()
      }
    }
    let now = ContinuousClock.now
    while let fire = timers.popDue(at: now) { fire() }
  }
}
