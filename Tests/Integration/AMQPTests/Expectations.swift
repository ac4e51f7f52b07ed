import AMQP
import Testing

/// Waits until a condition holds.
func eventually(
  within timeout: Duration = .seconds(15), _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation,
  _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + timeout
  while ContinuousClock.now < deadline {
    if try await condition() { return }
    try await Task.sleep(for: .milliseconds(5))
  }
  #expect(try await condition(), what, sourceLocation: sourceLocation)
}

/// The error that `body` throws.
func failure(
  sourceLocation: SourceLocation = #_sourceLocation, of body: () async throws(AMQPError) -> Void
) async -> AMQPError? {
  do throws(AMQPError) {
    try await body()
    Issue.record("no error was thrown", sourceLocation: sourceLocation)
    return nil
  } catch {
    return error
  }
}
