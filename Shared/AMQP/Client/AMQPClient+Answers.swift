extension AMQPClient {
  /// Whether a quorum queue with a single active consumer does its work, on a channel of its own.
  ///
  /// A queue that somebody consumes from does. Of another one the broker is asked for a message: it refuses that for
  /// such queues (405), but only their leader knows. Declaring or inspecting a queue without a leader tells nothing.
  /// - Returns: false when nothing came within `timeout`.
  /// - Throws: ``AMQPError/Code/notFound``, ``AMQPError/Code/notConnected``, ``AMQPError/Code/connectionLost``,
  ///   ``AMQPError/Code/blocked``.
  public func answers(queue: String, timeout: Duration) async throws(AMQPError) -> Bool {
    try WireLimits.check(names: [queue], "inspect queue")
    guard status.value.canPublish else { throw AMQPError(.notConnected, operation: "inspect queue") }
    let result = await withCheckedContinuation { continuation in
      publisher.inquire(queue, timeout: timeout, answer: .single(continuation))
    }
    do {
      try result.get()
      return true
    } catch {
      switch error.code {
      case .resourceLocked: return true
      case .timedOut: return false
      default: throw error
      }
    }
  }
}
