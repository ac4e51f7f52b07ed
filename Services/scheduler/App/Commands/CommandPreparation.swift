/// What is read for a command before its transaction begins, since it may take long.
protocol CommandPreparation<Handler>: Sendable {
  associatedtype Handler: CommandHandler

  /// The handler that decides about this very command with what was found. It refuses: nothing is refused here, where
  /// nothing is recorded.
  func handler(for command: Handler.Body) async throws -> Handler
}
