import ThreadActor

/// The way from synchronous callbacks (cancellation handlers, blocking threads, a last release) into a
/// connection's isolation. Nothing waits for these calls.
enum ActorBridge {
  /// From the cancellation handler of the task that runs operation `number`.
  static func cancel(_ number: Int, of connection: PostgresConnection) {
    enter(connection) { $0.interrupt(number, because: .cancelled) }
  }

  /// From the thread that sent a cancel request.
  static func cancelSent(_ number: Int, to connection: PostgresConnection) {
    enter(connection) { $0.cancelWasSent(number) }
  }

  /// From the thread that looked up a name.
  static func resolved(_ addresses: [String], for number: Int, of connection: PostgresConnection) {
    enter(connection) { $0.resolved(addresses, for: number) }
  }

  /// From the decisions of a pool.
  static func close(_ connection: PostgresConnection) {
    guard connection.condition != .broken else { return }
    enter(connection) { $0.close() }
  }

  /// From the last reference to a stream of copied rows.
  ///
  /// The one unstructured task of this module: what is left of the copy is read until the server ends it, and
  /// whoever dropped the stream is not there to wait.
  static func abandon(_ number: Int, of connection: PostgresConnection) {
    Task { await connection.abandonCopy(number) }
  }

  private static func enter(
    _ connection: PostgresConnection, _ call: @escaping @Sendable (isolated PostgresConnection) -> Void
  ) {
    connection.thread.perform { connection.assumeIsolated { call($0) } }
  }
}
