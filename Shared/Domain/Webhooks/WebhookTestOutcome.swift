import Foundation

/// What came of trying a webhook out.
public struct WebhookTestOutcome: Sendable, Codable, Equatable {
  /// Its entry in the log.
  public var deliveryID: UUID
  /// Whether the receiver has taken it.
  public var ok: Bool
  /// The status that the receiver answered with; nil where it did not answer.
  public var responseStatus: Int?
  public var latencyMilliseconds: Int
  public var error: String?

  public init(deliveryID: UUID, attempt: WebhookAttempt) {
    self.deliveryID = deliveryID
    ok = attempt.isDelivered
    responseStatus = attempt.responseStatus
    latencyMilliseconds = attempt.latencyMilliseconds
    error = attempt.error
  }
}
