/// The AMQP headers of an ``Envelope``.
public enum EnvelopeHeader {
  public static let causationID = "causation-id"
  public static let runID = "run-id"
  public static let endpointID = "endpoint-id"
  public static let traceparent = "traceparent"
  public static let requestDigest = "request-digest"
  /// On a dead letter: why it is one.
  public static let deadReason = "dead-reason"
  /// On a dead letter: the queue it came from.
  public static let deadQueue = "dead-queue"
}
