import Testing

/// Gives a suite one platform, started before its first test and removed after its last.
struct PlatformTrait: SuiteTrait, TestScoping {
  @TaskLocal static var current: Platform?

  let settings: [String: String]

  func provideScope(
    for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
  ) async throws {
    let platform = try await Platform.start(settings)
    do {
      try await Self.$current.withValue(platform) { try await body() }
    } catch {
      await platform.remove(keepingLogsAs: test.name)
      throw error
    }
    await platform.remove(keepingLogsAs: test.name)
  }
}

extension Trait where Self == PlatformTrait {
  /// - Parameter settings: variables for the services and `dev/up`.
  static func platform(_ settings: [String: String] = [:]) -> Self { Self(settings: settings) }
}

extension Platform {
  /// The one of the running suite.
  static var shared: Platform { get throws { try #require(PlatformTrait.current) } }
}
