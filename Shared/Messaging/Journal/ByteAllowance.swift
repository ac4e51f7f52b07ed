import Synchronization

/// How many bytes several readings may keep together.
final class ByteAllowance: Sendable {
  private let rest: Mutex<Int>

  init(_ bytes: Int) { rest = Mutex(bytes) }

  /// - Returns: whether so many were left, and are the caller's now.
  func take(_ bytes: Int) -> Bool {
    rest.withLock { rest in
      guard bytes <= rest else { return false }
      rest -= bytes
      return true
    }
  }
}
