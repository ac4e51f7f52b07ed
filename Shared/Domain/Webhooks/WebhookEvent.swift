/// What a webhook is told, as `type` of the body says it.
public enum WebhookEvent: String, Sendable, Codable, CaseIterable {
  case runSucceeded = "run.succeeded"
  case runFailed = "run.failed"
  case runSkipped = "run.skipped"
  /// Somebody tries the webhook out.
  case test = "webhook.test"

  public init(_ outcome: RunOutcome) {
    switch outcome {
    case .succeeded: self = .runSucceeded
    case .failed: self = .runFailed
    case .skipped: self = .runSkipped
    }
  }
}
