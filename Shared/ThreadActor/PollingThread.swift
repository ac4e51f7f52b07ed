import Glibc
import Synchronization

/// A serial executor on one operating-system thread that polls file descriptors and timers between jobs.
///
/// An actor that owns a blocking C handle (a broker connection, a set of database sockets) names one of
/// these as its `unownedExecutor`: every C call then happens on this thread and never on the cooperative
/// pool. Descriptor and timer handlers run on the same thread, so an actor enters its isolation from them
/// with `assumeIsolated`.
///
/// The thread ends when the last reference to its executor goes; an actor keeps its executor alive, so no
/// job is ever left behind.
public final class PollingThread: SerialExecutor {
  /// What a watcher waits for.
  public struct Interest: OptionSet, Sendable {
    public let rawValue: Int16
    public init(rawValue: Int16) { self.rawValue = rawValue }
    public static let read = Interest(rawValue: Int16(POLLIN))
    public static let write = Interest(rawValue: Int16(POLLOUT))
  }

  private let loop: PollLoop

  /// Starts the thread.
  /// - Parameter name: named by the trap of ``checkIsolated()``.
  public init(name: String) {
    loop = PollLoop(name: name)
    loop.start(running: self)
  }

  deinit { loop.stop() }

  public func enqueue(_ job: consuming ExecutorJob) {
    loop.enqueue(UnownedJob(job))
  }

  public func checkIsolated() {
    precondition(loop.isOnThread, "not on the polling thread \(loop.name)")
  }

  public func isIsolatingCurrentContext() -> Bool? { loop.isOnThread }

  /// Calls `call` on this thread soon, in the order of the calls. For callers that hand over work without
  /// waiting for it; `call` should hold the actor it works for, which keeps this executor alive. Call it
  /// from anywhere.
  public func perform(_ call: @escaping @Sendable () -> Void) {
    loop.enqueue(call)
  }

  /// Calls `handler` on this thread whenever `descriptor` is ready for `interest`, until ``unwatch(_:)``.
  /// Error and hang-up count as ready. Watching a watched descriptor replaces its interest and handler.
  /// Call it on the thread.
  public func watch(_ descriptor: Int32, for interest: Interest, handler: @escaping () -> Void) {
    checkIsolated()
    loop.watchers[descriptor] = PollLoop.Watcher(interest: interest, handler: handler)
  }

  /// Stops watching; unknown descriptors are ignored. Call it on the thread, before the descriptor is closed.
  public func unwatch(_ descriptor: Int32) {
    checkIsolated()
    loop.watchers[descriptor] = nil
  }

  /// Calls `handler` once on this thread after `delay`, unless it is cancelled first. Call it on the thread.
  @discardableResult
  public func schedule(after delay: Duration, handler: @escaping () -> Void) -> PollTimer {
    checkIsolated()
    return loop.timers.add(at: .now + delay, handler: handler)
  }

  /// Cancels a timer; one that already fired is ignored. Call it on the thread.
  public func cancel(_ timer: PollTimer) {
    checkIsolated()
    loop.timers.remove(timer)
  }
}
