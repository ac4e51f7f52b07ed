import Contracts

/// The message because of which something is done: what follows carries its ids on.
public struct MessageCause: Sendable, Hashable {
  public var messageID: String
  public var correlationID: String?
  public var traceparent: String?
  /// On whose behalf, where the message says so.
  public var actor: Contracts.Actor?

  public init(
    messageID: String, correlationID: String?, traceparent: String?, actor: Contracts.Actor? = nil
  ) {
    self.messageID = messageID
    self.correlationID = correlationID
    self.traceparent = traceparent
    self.actor = actor
  }

  public init(_ envelope: Envelope) {
    self.init(
      messageID: envelope.messageID, correlationID: envelope.correlationID ?? envelope.messageID,
      traceparent: envelope.traceparent, actor: envelope.actor)
  }
}
