import TestSupport
import Testing

/// Gives the suites one database, one broker and one gateway for as long as their tests run.
struct GatewayPlatformTrait: SuiteTrait, TestScoping {
  @TaskLocal static var current: GatewayPlatform?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
  ) async throws {
    try await MigratedDatabase.with(port: 25_820) { database in
      let broker = PrivateBroker(port: 25_822, users: [.owner, GatewayPlatform.gatewayUser])
      do {
        try await broker.start()
        try await GatewayPlatform.with(database: database, broker: broker) { platform in
          try await Self.$current.withValue(platform) { try await body() }
        }
      } catch {
        await broker.remove()
        throw error
      }
      await broker.remove()
    }
  }
}

extension GatewayPlatform {
  static var ofThisSuite: GatewayPlatform { get throws { try #require(GatewayPlatformTrait.current) } }
}

/// All suites share the platform, and some stop parts of it: one test at a time.
@Suite(.serialized, .timeLimit(.minutes(5)), GatewayPlatformTrait()) struct GatewayTests {}
