import Domain
import Metrics

/// Tries of this process, by what came of them.
enum WebhookCounters {
  private static let delivered = counter("delivered")
  private static let retry = counter("retry")
  private static let failed = counter("failed")
  private static let latency = Timer(label: "nucleus.webhooks.attempt.duration")
  private static let turns = Counter(label: "nucleus.webhooks.turns")

  /// Shows the series before anything is counted: alerts wait for the first one that is given up.
  static func expose() { for counter in [delivered, retry, failed, turns] { counter.increment(by: 0) } }

  /// Somebody has begun to work for a webhook.
  static func countTurn() { turns.increment() }

  static func count(_ attempt: WebhookAttempt, _ next: WebhookRetryPolicy.Next) {
    switch next {
    case .delivered: delivered.increment()
    case .retry: retry.increment()
    case .givenUp: failed.increment()
    }
    latency.recordMilliseconds(attempt.latencyMilliseconds)
  }

  private static func counter(_ outcome: String) -> Counter {
    Counter(label: "nucleus.webhooks.attempts", dimensions: [("outcome", outcome)])
  }
}
