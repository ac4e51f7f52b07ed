/// What a server says to an ``HTTPPost``: nothing of its body, so that no answer from inside a network can be read here.
public struct HTTPAnswer: Sendable, Equatable {
  public var status: Int
  /// `Retry-After` in seconds from now, where the server sent one that makes sense.
  public var retryAfter: Int?

  public init(status: Int, retryAfter: Int? = nil) {
    self.status = status
    self.retryAfter = retryAfter
  }
}
