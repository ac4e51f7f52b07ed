import Glibc
import Synchronization

/// Frees a thread that is stuck in a write to a broker that does not read.
///
/// Writes are only begun on writable sockets with room for a frame, so this is the second line: librabbitmq
/// would otherwise wait without end. Shutting the socket down makes its pending call fail.
final class StallGuard: Sendable {
  private struct State {
    var descriptor: Int32 = -1
    var busySince: ContinuousClock.Instant?
  }

  private let state = Mutex(State())

  deinit { forget() }

  /// From here on the socket may be shut down by another thread, until ``forget()``.
  ///
  /// The guard holds a duplicate: librabbitmq may close its own descriptor at any time, and the number could
  /// then name another file.
  func watch(_ descriptor: Int32) {
    let duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    replace(State(descriptor: duplicate, busySince: nil))
  }

  /// Lets go of the socket; it stays open until this was called.
  func forget() { replace(State()) }

  private func replace(_ new: State) {
    let old = state.withLock { state in
      defer { state = new }
      return state.descriptor
    }
    if old >= 0 { close(old) }
  }

  func enter() {
    state.withLock { $0.busySince = .now }
  }

  func leave() {
    state.withLock { $0.busySince = nil }
  }

  /// Shuts the socket down if a call has been under way for longer than `limit`.
  @discardableResult
  func breakStall(longerThan limit: Duration, now: ContinuousClock.Instant = .now) -> Bool {
    state.withLock { state in
      guard let since = state.busySince, now - since > limit, state.descriptor >= 0 else { return false }
      shutdown(state.descriptor, Int32(SHUT_RDWR))
      return true
    }
  }

  /// Ends whatever is under way on the socket, for a shutdown that must not wait for a handshake.
  func abort() {
    state.withLock { state in
      guard state.descriptor >= 0 else { return }
      shutdown(state.descriptor, Int32(SHUT_RDWR))
    }
  }
}
