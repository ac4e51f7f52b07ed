/// How often and how patiently an activity is tried.
public struct RetryPolicy: Sendable, Equatable {
  /// Tries in all, at least 1.
  public var attempts: Int
  public var backoff: Backoff
  /// How long one try may take; nil: as long as the run may.
  public var timeout: Duration?

  public init(
    attempts: Int = 3, backoff: Backoff = Backoff(initial: .seconds(1), cap: .seconds(10)),
    timeout: Duration? = .seconds(60)
  ) {
    self.attempts = attempts
    self.backoff = backoff
    self.timeout = timeout
  }

  /// Whether a failed try is followed by another, and after how long.
  ///
  /// - Parameters:
  ///   - attempt: the try that failed, from 1.
  ///   - generator: spreads the delay by the backoff's jitter.
  public func delay(
    afterAttempt attempt: Int, failure: RunFailure, using generator: inout some RandomNumberGenerator
  ) -> Duration? {
    guard attempt < attempts else { return nil }
    return switch failure.retryClass {
    case .permanent, .configuration: nil
    case .retryAfter(let seconds): .seconds(seconds)
    case .retryable: backoff.delay(beforeRetry: attempt, using: &generator)
    }
  }
}
