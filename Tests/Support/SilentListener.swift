/// A server that takes connections and never says a word: the kernel accepts them into a queue nobody reads.
public final class SilentListener: Sendable {
  private let socket: BoundSocket

  public var port: Int { socket.port }

  /// - Throws: `POSIXError` where the system has no port left.
  public init() throws {
    socket = try BoundSocket()
    try socket.listen(backlog: 1_024)
  }
}
