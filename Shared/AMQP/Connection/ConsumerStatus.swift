/// What is known about a consumer from any thread.
struct ConsumerStatus: Sendable {
  var isConsuming = false
  var isEnded = false
  /// Why the last attempt failed; nil while consuming.
  var lastError: AMQPError?
}
