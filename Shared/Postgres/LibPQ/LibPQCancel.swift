import CLibPQ

/// What it takes to cancel the running statement of one session from another thread.
///
/// - Note: `@unchecked Sendable` is sound because the pointer is only read after `init`, and `PQcancel` is
///   documented to be safe on any thread while the session is used elsewhere.
final class LibPQCancel: @unchecked Sendable {
  private let pointer: OpaquePointer

  init?(session: OpaquePointer) {
    guard let pointer = PQgetCancel(session) else { return nil }
    self.pointer = pointer
  }

  deinit { PQfreeCancel(pointer) }

  /// Connects, asks and waits until the server took notice: this blocks.
  func send() {
    var message = [CChar](repeating: 0, count: 256)
    _ = PQcancel(pointer, &message, Int32(message.count))
  }
}
