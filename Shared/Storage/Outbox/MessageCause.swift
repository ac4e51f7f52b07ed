import Contracts

/// The message because of which something is done: what follows carries its ids on.
public struct MessageCause: Sendable, Hashable {
  public var messageID: String
  public var correlationID: String?
  public var traceparent: String?

  public init(messageID: String, correlationID: String?, traceparent: String?) {
    self.messageID = messageID
    self.correlationID = correlationID
    self.traceparent = traceparent
  }

  public init(_ envelope: Envelope) {
    self.init(
      messageID: envelope.messageID, correlationID: envelope.correlationID ?? envelope.messageID,
      traceparent: envelope.traceparent)
  }
}
