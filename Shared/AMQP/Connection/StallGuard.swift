import Glibc
import Synchronization

/// Frees a thread that is stuck in a call of librabbitmq, by shutting its socket down from another thread.
///
/// Writes are only begun on writable sockets with room for a frame, so for them this is the second line:
/// librabbitmq would otherwise wait without end. A handshake does block, and a client that shuts down must not
/// wait for it.
final class StallGuard: Sendable {
  private struct State {
    var descriptor: Int32 = -1
    var isHandshaking = false
    var busySince: ContinuousClock.Instant?
    var refusesHandshakes = false
  }

  private let state = Mutex(State())

  deinit { forget() }

  /// From here on the socket of a handshake may be shut down by another thread, until ``forget()``.
  ///
  /// The guard holds a duplicate: librabbitmq may close its own descriptor at any time, and the number could
  /// then name another file.
  func handshakeBegan(on descriptor: Int32) {
    let duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    let old = state.withLock { state in
      defer {
        state.descriptor = duplicate
        state.isHandshaking = true
        state.busySince = nil
        if state.refusesHandshakes { shutdown(duplicate, Int32(SHUT_RDWR)) }
      }
      return state.descriptor
    }
    if old >= 0 { close(old) }
  }

  func handshakeEnded() {
    state.withLock { $0.isHandshaking = false }
  }

  /// Lets go of the socket; it stays open until this was called.
  func forget() {
    let old = state.withLock { state in
      defer {
        state.descriptor = -1
        state.isHandshaking = false
        state.busySince = nil
      }
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

  /// Ends a handshake that is under way and every later one, and leaves an established connection alone.
  func refuseHandshakes() {
    state.withLock { state in
      state.refusesHandshakes = true
      if state.isHandshaking { shutdown(state.descriptor, Int32(SHUT_RDWR)) }
    }
  }

  var refusesHandshakes: Bool { state.withLock { $0.refusesHandshakes } }
}
