import Foundation

/// A descriptor that is closed when the last one who holds it lets go.
///
/// What several threads use must not be closed by one of them: the number is given to the next file at once, and the
/// others would shut down or read what belongs to somebody else.
public final class OwnedDescriptor: Sendable {
  public let number: Int32

  public init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// Ends what threads are waiting for on the socket; it stays open until they have let go of it.
  public func shutDown() { _ = shutdown(number, Int32(SHUT_RDWR)) }
}
