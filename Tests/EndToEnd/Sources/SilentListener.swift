import TestSupport

/// A source that takes connections and never says a word: the kernel accepts them into a queue nobody reads.
final class SilentListener: Sendable {
  private let socket: BoundSocket

  var port: Int { socket.port }

  init() throws {
    socket = try BoundSocket()
    try socket.listen(backlog: 1_024)
  }
}
