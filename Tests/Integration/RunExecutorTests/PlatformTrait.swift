import TestSupport
import Testing

/// Gives the suite one database and one broker for as long as its tests run.
struct PlatformTrait: SuiteTrait, TestScoping {
  @TaskLocal static var current: Platform?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
  ) async throws {
    try await MigratedDatabase.with(port: 25_790) { database in
      let broker = PrivateBroker(port: 25_792, users: [.owner, Platform.executorUser])
      do {
        try await broker.start()
        try await Platform.with(database: database, broker: broker) { platform in
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

extension Platform {
  static var ofThisSuite: Platform { get throws { try #require(PlatformTrait.current) } }
}

/// All suites share the platform, and some stop parts of it: one test at a time.
@Suite(.serialized, .timeLimit(.minutes(5)), PlatformTrait()) struct ExecutorTests {}
