import TestSupport
import Testing

/// Gives the suite one database and one broker for as long as its tests run.
struct SchedulerPlatformTrait: SuiteTrait, TestScoping {
  @TaskLocal static var current: SchedulerPlatform?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
  ) async throws {
    try await MigratedDatabase.with(port: 25_760) { database in
      let broker = PrivateBroker(
        port: 25_762, users: [.owner, SchedulerPlatform.gatewayUser, SchedulerPlatform.schedulerUser])
      do {
        try await broker.start()
        try await SchedulerPlatform.with(database: database, broker: broker) { platform in
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

extension SchedulerPlatform {
  static var ofThisSuite: SchedulerPlatform { get throws { try #require(SchedulerPlatformTrait.current) } }
}

/// All suites share the platform, and some stop parts of it: one test at a time.
@Suite(.serialized, .timeLimit(.minutes(5)), SchedulerPlatformTrait()) struct SchedulerServiceTests {}
