/// How often and how patiently a webhook is told the same thing.
public struct WebhookRetryPolicy: Sendable, Equatable {
  public enum Next: Sendable, Equatable {
    case delivered
    case retry(after: Duration)
    case givenUp
  }

  /// Tries in all: eight, over about a day.
  public var attempts: Int
  /// Tries in all where the receiver says that the request itself is at fault.
  public var attemptsIfRejected: Int
  public var backoff: Backoff
  /// How long a webhook is left alone when all that was tried failed; see ``WebhookPause``.
  public var pause: Backoff
  /// The longest wait that a receiver can ask for.
  public var longestWait: Duration

  public init(
    attempts: Int = 8, attemptsIfRejected: Int = 3, firstDelay: Duration = .seconds(5),
    longestWait: Duration = .seconds(24 * 3_600)
  ) {
    self.attempts = attempts
    self.attemptsIfRejected = attemptsIfRejected
    // 5 s, 30 s, 3 min, 18 min, 1.8 h, 10 h, 10 h.
    backoff = Backoff(initial: firstDelay, multiplier: 6, cap: .seconds(36_000))
    pause = Backoff(initial: firstDelay / 5, cap: .seconds(60))
    self.longestWait = longestWait
  }

  /// - Parameters:
  ///   - attempt: which try it was in its series, from 1.
  ///   - generator: spreads the delay by the backoff's jitter.
  public func next(
    after result: WebhookAttempt.Result, attempt: Int, using generator: inout some RandomNumberGenerator
  ) -> Next {
    var asked = Duration.zero
    var limit = attempts
    switch result {
    case .answered(200..<300, _): return .delivered
    // Gone: the receiver wants no more of it.
    case .refused, .answered(410, _): return .givenUp
    case .answered(let status, let retryAfter):
      if Self.isRejection(status) { limit = min(attempts, attemptsIfRejected) }
      asked = min(.seconds(max(0, retryAfter ?? 0)), longestWait)
    case .unanswered: break
    }
    guard attempt < limit else { return .givenUp }
    return .retry(after: max(backoff.delay(beforeRetry: attempt, using: &generator), asked))
  }

  /// Whether the same request can hardly get another answer. Timeouts (408), early data (425) and rate limits (429)
  /// pass (RFC 9110, 15.5; RFC 8470; RFC 6585).
  static func isRejection(_ status: Int) -> Bool {
    300..<500 ~= status && ![408, 425, 429].contains(status)
  }
}
