/// Declarations and other requests. Each throws ``AMQPError/Code/notConnected`` at once without a connection,
/// ``AMQPError/Code/timedOut`` after ``AMQPConfiguration/rpcTimeout``, and what the broker closed the channel
/// for: ``AMQPError/Code/accessRefused``, ``AMQPError/Code/preconditionFailed`` (something of that name exists
/// and differs), ``AMQPError/Code/notFound``, ``AMQPError/Code/resourceLocked``. The client stays usable.
///
/// What is declared here is not declared again after a reconnect; that is what ``AMQPTopology`` is for.
extension AMQPClient {
  /// Creates an exchange, or checks that it exists as described.
  public func declare(_ exchange: AMQPExchange) async throws(AMQPError) {
    let operation = "declare exchange"
    try WireLimits.check(names: [exchange.name], operation)
    try WireLimits.check(table: exchange.arguments, operation)
    _ = try await consumer.request(.exchangeDeclare(exchange), operation: operation)
  }

  /// Creates a queue, or checks that it exists as described.
  public func declare(_ queue: AMQPQueue) async throws(AMQPError) {
    let operation = "declare queue"
    try WireLimits.check(names: [queue.name], operation)
    try WireLimits.check(table: queue.arguments, operation)
    _ = try await consumer.request(.queueDeclare(queue), operation: operation)
  }

  /// Binds a queue to an exchange.
  public func declare(_ binding: AMQPBinding) async throws(AMQPError) {
    try check(binding, "bind queue")
    _ = try await consumer.request(.queueBind(binding), operation: "bind queue")
  }

  /// Removes a binding; one that does not exist is fine.
  public func unbind(_ binding: AMQPBinding) async throws(AMQPError) {
    try check(binding, "unbind queue")
    _ = try await consumer.request(.queueUnbind(binding), operation: "unbind queue")
  }

  /// Deletes a queue with its messages; they are not dead-lettered. A queue that does not exist is fine.
  public func deleteQueue(_ name: String) async throws(AMQPError) {
    try WireLimits.check(names: [name], "delete queue")
    _ = try await consumer.request(.queueDelete(name: name), operation: "delete queue")
  }

  /// Deletes an exchange with its bindings. One that does not exist is fine.
  public func deleteExchange(_ name: String) async throws(AMQPError) {
    try WireLimits.check(names: [name], "delete exchange")
    _ = try await consumer.request(.exchangeDelete(name: name), operation: "delete exchange")
  }

  /// Drops the messages of a queue that are ready for delivery.
  /// - Returns: how many there were.
  @discardableResult
  public func purgeQueue(_ name: String) async throws(AMQPError) -> Int {
    try WireLimits.check(names: [name], "purge queue")
    return try await consumer.request(.queuePurge(name: name), operation: "purge queue")
  }

  /// How many messages of a queue are ready for delivery.
  /// - Throws: ``AMQPError/Code/notFound`` for a queue that does not exist.
  public func messageCount(of queue: String) async throws(AMQPError) -> Int {
    try WireLimits.check(names: [queue], "inspect queue")
    return try await consumer.request(.queueInspect(name: queue), operation: "inspect queue")
  }

  private func check(_ binding: AMQPBinding, _ operation: String) throws(AMQPError) {
    try WireLimits.check(names: [binding.queue, binding.exchange, binding.routingKey], operation)
    try WireLimits.check(table: binding.arguments, operation)
  }
}
