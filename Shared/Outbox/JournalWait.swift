import Synchronization

/// Whether the journal's stream keeps those waiting who publish to it, and when that is tried again: after a pause that
/// doubles with every failure.
final class JournalWait: Sendable {
  private struct State {
    /// In a row; 0 while the journal confirms.
    var failures = 0
  }

  private let state = Mutex(State())
  private let bell = WakeBell()

  static let firstPause = Duration.seconds(1)
  static let longestPause = Duration.seconds(30)

  var isHeldUp: Bool { state.withLock { $0.failures > 0 } }

  /// A message that the journal has to confirm was not confirmed in time.
  func holdUp() {
    let isFirst = state.withLock { state in
      state.failures += 1
      return state.failures == 1
    }
    // Most likely it was held up by a message before it, and is free on another channel.
    if isFirst { bell.ring() }
  }

  func release() { state.withLock { $0.failures = 0 } }

  /// Says that there are copies to be sent.
  func wake() { if !isHeldUp { bell.ring() } }

  /// Returns when it is time to send what waits.
  func waitUntilDue() async { await bell.wait(atMost: pause) }

  /// Before the next try.
  var pause: Duration {
    let failures = state.withLock(\.failures)
    return min(Self.firstPause * (1 << min(max(0, failures - 1), 10)), Self.longestPause)
  }
}
