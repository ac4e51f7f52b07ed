/// What is known about a consumer from any thread.
struct ConsumerStatus: Sendable {
  var isConsuming = false
  /// How often the broker has given the subscription.
  var subscriptions = 0
  var isEnded = false
  /// Why the last attempt failed; nil while consuming.
  var lastError: AMQPError?
}
