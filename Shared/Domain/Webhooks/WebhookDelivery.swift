import Foundation

/// One thing that a webhook is told, with what has become of it so far.
public struct WebhookDelivery: Sendable, Codable, Equatable {
  public enum Status: String, Sendable, Codable, CaseIterable {
    /// It is tried, or waits for its next try.
    case pending = "PENDING"
    /// The receiver has taken it.
    case delivered = "DELIVERED"
    /// It was given up.
    case failed = "FAILED"
    /// Its webhook was disabled or deleted meanwhile.
    case discarded = "DISCARDED"
  }

  /// Begins with the time. Receivers know what they have seen by it.
  public var id: UUID
  public var webhookID: UUID
  /// Nil for a test.
  public var runID: UUID?
  public var event: WebhookEvent
  public var status: Status
  /// Tries that were begun.
  public var attempts: Int
  /// When it is tried next; nil once it is settled.
  public var nextAttemptAt: Date?
  /// Of the last try: when it was begun, the status that the receiver answered with, what went wrong, and how long it
  /// took in milliseconds.
  public var attemptedAt: Date?
  public var responseStatus: Int?
  public var error: String?
  public var latencyMilliseconds: Int?
  public var createdAt: Date
  public var settledAt: Date?

  public init(
    id: UUID, webhookID: UUID, runID: UUID?, event: WebhookEvent, status: Status, attempts: Int = 0,
    nextAttemptAt: Date? = nil, attemptedAt: Date? = nil, responseStatus: Int? = nil, error: String? = nil,
    latencyMilliseconds: Int? = nil, createdAt: Date, settledAt: Date? = nil
  ) {
    self.id = id
    self.webhookID = webhookID
    self.runID = runID
    self.event = event
    self.status = status
    self.attempts = attempts
    self.nextAttemptAt = nextAttemptAt
    self.attemptedAt = attemptedAt
    self.responseStatus = responseStatus
    self.error = error
    self.latencyMilliseconds = latencyMilliseconds
    self.createdAt = createdAt
    self.settledAt = settledAt
  }
}
