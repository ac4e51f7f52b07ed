import Testing

/// Ends the schedules of each test of a suite once it is over, however it went: suites share a platform.
struct QuietAfterwardsTrait: SuiteTrait, TestTrait, TestScoping {
  let isRecursive = true

  func provideScope(
    for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
  ) async throws {
    let platform = try SchedulerPlatform.ofThisSuite
    do {
      try await body()
    } catch {
      try? await platform.endSchedules()
      throw error
    }
    try await platform.endSchedules()
  }
}

extension Trait where Self == QuietAfterwardsTrait {
  static var quietAfterwards: QuietAfterwardsTrait { QuietAfterwardsTrait() }
}
