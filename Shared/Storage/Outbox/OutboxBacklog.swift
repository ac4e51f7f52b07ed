/// What waits in a service's outbox.
public struct OutboxBacklog: Sendable, Equatable {
  public var count: Int
  /// Seconds since the oldest message was written; nil when there is none.
  public var oldestAge: Double?
}
