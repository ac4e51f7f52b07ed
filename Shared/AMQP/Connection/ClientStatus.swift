/// What is known about a client from any thread.
struct ClientStatus: Sendable {
  /// Whether the publishing connection takes messages.
  var isPublisherUp = false
  /// Whether the consuming connection is up and the topology declared.
  var isConsumerUp = false
  /// Whether the topology was declared once; before, publishing could not reach its queues.
  var hasTopology = false
  var isBlocked = false
  /// Why the last connection attempt or declaration of the topology failed; nil once connected.
  var lastError: AMQPError?
  /// Whether ``AMQPClient/run()`` has ended or is ending.
  var isClosed = false

  var isConnected: Bool { isPublisherUp && isConsumerUp && !isClosed }
  var canPublish: Bool { isPublisherUp && hasTopology && !isClosed }
}
