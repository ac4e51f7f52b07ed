import TestSupport
import Testing

/// Gives a suite one private broker, started before its first test and removed after its last.
struct BrokerTrait: SuiteTrait, TestScoping {
  @TaskLocal static var broker: PrivateBroker?

  /// May do nothing at all.
  static let outsider = PrivateBrokerUser(
    name: "outsider", password: "private-outsider", configure: "^$", write: "^$", read: "^$")

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let broker = PrivateBroker(port: 25670, tls: true, users: [.owner, Self.outsider])
    do {
      try await broker.start()
      try await Self.$broker.withValue(broker) { try await function() }
    } catch {
      await broker.remove()
      throw error
    }
    await broker.remove()
  }
}

extension Trait where Self == BrokerTrait {
  static var privateBroker: Self { Self() }
}
