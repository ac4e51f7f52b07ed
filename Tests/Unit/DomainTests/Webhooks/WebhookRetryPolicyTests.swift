import Domain
import TestSupport
import Testing

/// How often and how patiently a webhook is told the same thing.
@Suite struct WebhookRetryPolicyTests {
  private let policy = WebhookRetryPolicy()

  private func delay(_ next: WebhookRetryPolicy.Next) -> Duration? {
    if case .retry(let delay) = next { delay } else { nil }
  }

  private func answered(_ status: Int, retryAfter: Int? = nil) -> WebhookAttempt.Result {
    .answered(status: status, retryAfter: retryAfter)
  }

  @Test(arguments: [200, 201, 202, 204, 299])
  func anySuccessIsTheEnd(status: Int) {
    var generator = SeededGenerator(seed: 1)
    #expect(policy.next(after: answered(status), attempt: 8, using: &generator) == .delivered)
  }

  /// Eight tries whose pauses grow and add up to about a day, whatever the jitter.
  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func triesForAboutADay(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var total = Duration.zero
    var last = Duration.zero
    for attempt in 1...7 {
      guard let pause = delay(policy.next(after: answered(500), attempt: attempt, using: &generator)) else {
        Issue.record("given up after \(attempt)")
        return
      }
      if attempt < 7 { #expect(pause > last) }
      last = pause
      total += pause
    }
    #expect(policy.next(after: answered(500), attempt: 8, using: &generator) == .givenUp)
    #expect(total > .seconds(17 * 3_600) && total < .seconds(27 * 3_600), "\(total)")
  }

  @Test func beginsWithSeconds() {
    var generator = SeededGenerator(seed: 3)
    let first = delay(policy.next(after: .unanswered("x"), attempt: 1, using: &generator))
    #expect(first.map { $0 >= .seconds(4) && $0 <= .seconds(6) } == true)
  }

  @Test(arguments: [400, 401, 403, 404, 405, 422, 499, 301, 307])
  func whatTheReceiverRejectsIsGivenUpEarly(status: Int) {
    var generator = SeededGenerator(seed: 1)
    #expect(delay(policy.next(after: answered(status), attempt: 2, using: &generator)) != nil)
    #expect(policy.next(after: answered(status), attempt: 3, using: &generator) == .givenUp)
  }

  @Test(arguments: [408, 425, 429, 500, 502, 503, 504])
  func whatPassesIsTriedToTheEnd(status: Int) {
    var generator = SeededGenerator(seed: 1)
    #expect(delay(policy.next(after: answered(status), attempt: 7, using: &generator)) != nil)
    #expect(policy.next(after: answered(status), attempt: 8, using: &generator) == .givenUp)
  }

  @Test func goneAndRefusedAreFinalAtOnce() {
    var generator = SeededGenerator(seed: 1)
    #expect(policy.next(after: answered(410), attempt: 1, using: &generator) == .givenUp)
    #expect(policy.next(after: .refused("x"), attempt: 1, using: &generator) == .givenUp)
  }

  @Test func waitsAsLongAsTheReceiverAsksAndNoLongerThanADay() {
    var generator = SeededGenerator(seed: 1)
    let asked = policy.next(after: answered(429, retryAfter: 120), attempt: 1, using: &generator)
    #expect(asked == .retry(after: .seconds(120)))
    let forever = policy.next(after: answered(503, retryAfter: 1_000_000), attempt: 1, using: &generator)
    #expect(forever == .retry(after: .seconds(86_400)))
    // Its own pause where that is longer.
    let own = delay(policy.next(after: answered(503, retryAfter: 1), attempt: 4, using: &generator))
    #expect(own.map { $0 > .seconds(800) } == true)
    let odd = delay(policy.next(after: answered(503, retryAfter: -5), attempt: 1, using: &generator))
    #expect(odd.map { $0 >= .seconds(4) } == true)
  }
}
