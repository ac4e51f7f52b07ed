import Domain
import TestSupport
import Testing

@Suite struct RetryPolicyTests {
  @Test func triesAsOftenAsAllowed() {
    var generator = SeededGenerator(seed: 1)
    let policy = RetryPolicy()
    let failure = RunFailure.unreachable("x")
    let first = policy.delay(afterAttempt: 1, failure: failure, using: &generator)
    #expect(first.map { $0 >= .milliseconds(800) && $0 <= .milliseconds(1_200) } == true)
    let second = policy.delay(afterAttempt: 2, failure: failure, using: &generator)
    #expect(second.map { $0 >= .milliseconds(1_600) && $0 <= .milliseconds(2_400) } == true)
    #expect(policy.delay(afterAttempt: 3, failure: failure, using: &generator) == nil)
  }

  @Test(arguments: [RunFailure.authentication("x"), .configuration("x"), .timeout("x")])
  func givesUpOnWhatCannotHeal(failure: RunFailure) {
    var generator = SeededGenerator(seed: 1)
    #expect(RetryPolicy().delay(afterAttempt: 1, failure: failure, using: &generator) == nil)
  }

  @Test func waitsAsLongAsTheSourceAsks() {
    var generator = SeededGenerator(seed: 1)
    let failure = RunFailure(
      code: "E_UPSTREAM_RATE_LIMITED", message: "", retryClass: .retryAfter(seconds: 30))
    #expect(RetryPolicy().delay(afterAttempt: 1, failure: failure, using: &generator) == .seconds(30))
  }
}
