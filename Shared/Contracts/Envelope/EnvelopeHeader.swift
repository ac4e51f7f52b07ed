/// The AMQP headers of an ``Envelope``.
public enum EnvelopeHeader {
  public static let causationID = "causation-id"
  public static let runID = "run-id"
  public static let endpointID = "endpoint-id"
  public static let traceparent = "traceparent"
  public static let requestDigest = "request-digest"
  /// On a command: the key on whose behalf it is sent.
  public static let actorID = "actor-id"
  public static let actorName = "actor-name"
  public static let actorRole = "actor-role"
  public static let actorAddress = "actor-address"
  /// On a message that was put back: the one it repeats.
  public static let replayOf = "replay-of"
  /// On a copy for the journal: the exchange that the message itself was sent to.
  public static let journalExchange = "journal-exchange"
  /// On a dead letter: why it is one.
  public static let deadReason = "dead-reason"
  /// On a dead letter: the reason's class, a ``DeadLetterReason``.
  public static let deadClass = "dead-class"
  /// On a dead letter: the queue it came from.
  public static let deadQueue = "dead-queue"
  /// On a dead letter: where it was first published.
  public static let deadExchange = "dead-exchange"
  public static let deadRoutingKey = "dead-routing-key"
  /// On a dead letter: tells a second copy of it from a second failure.
  public static let deadID = "dead-id"
  /// On a dead letter: whether its queue may have delivered it before, so that it may have been put away before.
  public static let deadRedelivered = "dead-redelivered"
  /// On a dead letter: how many of its headers did not fit.
  public static let deadDroppedHeaders = "dead-dropped-headers"

  /// What is said about a dead letter, and not by the message itself.
  public static let ofDeadLetters = [
    deadReason, deadClass, deadQueue, deadExchange, deadRoutingKey, deadID, deadRedelivered,
    deadDroppedHeaders,
  ]
}
