/// How long a webhook is left alone when everything that was tried failed, so that a receiver that is down, or hangs,
/// takes up next to nothing.
public struct WebhookPause: Sendable, Equatable {
  /// Failures in a row, of whole rounds.
  public var failures: Int
  /// How long from now nothing is tried; zero: go on.
  public var wait: Duration

  /// The longest pause that a receiver can ask for; a delivery may be made to wait longer.
  private static let longestAsked = Duration.seconds(3_600)

  public init(failures: Int, wait: Duration) {
    self.failures = failures
    self.wait = wait
  }

  /// - Parameters:
  ///   - round: the attempts that were made at the same time, at least one.
  ///   - failures: in a row before them.
  ///   - backoff: its own pauses.
  public static func after(
    _ round: [WebhookAttempt], failures: Int, backoff: Backoff,
    using generator: inout some RandomNumberGenerator
  ) -> WebhookPause {
    let asked = Duration.seconds(round.compactMap(\.askedPause).max() ?? 0)
    guard round.allSatisfy({ !$0.isDelivered }) else {
      return WebhookPause(failures: 0, wait: min(asked, longestAsked))
    }
    let count = min(failures, 1_000_000) + 1
    let own = backoff.delay(beforeRetry: count, using: &generator)
    return WebhookPause(failures: count, wait: max(own, min(asked, longestAsked)))
  }
}

extension WebhookAttempt {
  /// Too many requests, or out of order for a while: it is the receiver that wants a pause (RFC 9110, 10.2.3).
  fileprivate var askedPause: Int? {
    guard case .answered(let status, let seconds?) = result, status == 429 || status == 503 else {
      return nil
    }
    return max(0, seconds)
  }
}
