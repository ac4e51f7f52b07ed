/// What came of telling a webhook something once.
public struct WebhookAttempt: Sendable, Equatable {
  public enum Result: Sendable, Equatable {
    /// - Parameter retryAfter: the seconds that the receiver asked to wait.
    case answered(status: Int, retryAfter: Int?)
    /// There was no answer. The text is safe to show.
    case unanswered(String)
    /// It cannot be tried, now or ever: its URL is none. What may pass, such as a refused address or a secret that this
    /// executor cannot open, is no answer.
    case refused(String)
  }

  public var result: Result
  public var latency: Duration

  public init(_ result: Result, latency: Duration = .zero) {
    self.result = result
    self.latency = latency
  }

  /// Any 2xx: the receiver has taken it.
  public var isDelivered: Bool {
    if case .answered(200..<300, _) = result { true } else { false }
  }

  // A switch, not `if case`: the optimizer of Swift 6.3.1 crashes over the latter where it is inlined into a list.
  public var responseStatus: Int? {
    switch result {
    case .answered(let status, _): status
    case .unanswered, .refused: nil
    }
  }

  public var latencyMilliseconds: Int {
    let (seconds, attoseconds) = latency.components
    return Int(clamping: seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
  }

  /// Nil where it was delivered.
  public var error: String? {
    switch result {
    case .answered(200..<300, _): nil
    case .answered(let status, _) where 300..<400 ~= status:
      "the receiver answered \(status); redirects are not followed"
    case .answered(let status, _): "the receiver answered \(status)"
    case .unanswered(let text), .refused(let text): text
    }
  }
}
