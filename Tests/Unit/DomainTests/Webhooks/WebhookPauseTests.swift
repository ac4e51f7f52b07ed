import Domain
import TestSupport
import Testing

/// How long a webhook is left alone.
@Suite struct WebhookPauseTests {
  private let backoff = WebhookRetryPolicy().pause

  private func attempt(_ status: Int, retryAfter: Int? = nil) -> WebhookAttempt {
    WebhookAttempt(.answered(status: status, retryAfter: retryAfter))
  }

  @Test func oneThatListensIsNotLeftAlone() {
    var generator = SeededGenerator(seed: 1)
    let pause = WebhookPause.after(
      [attempt(200), attempt(200)], failures: 3, backoff: backoff, using: &generator)
    #expect(pause == WebhookPause(failures: 0, wait: .zero))
  }

  /// One message that it does not like holds up none of the others.
  @Test func oneFailureAmongSuccessesIsNoReason() {
    var generator = SeededGenerator(seed: 1)
    let pause = WebhookPause.after(
      [attempt(200), attempt(500)], failures: 0, backoff: backoff, using: &generator)
    #expect(pause == WebhookPause(failures: 0, wait: .zero))
  }

  @Test func pausesGrowToAMinute() {
    var generator = SeededGenerator(seed: 1)
    var failures = 0
    var waits: [Duration] = []
    for _ in 0..<12 {
      let pause = WebhookPause.after(
        [WebhookAttempt(.unanswered("x")), attempt(500)], failures: failures, backoff: backoff,
        using: &generator)
      failures = pause.failures
      waits.append(pause.wait)
    }
    #expect(failures == 12)
    #expect(waits[0] <= .seconds(1.2) && waits[0] >= .seconds(0.8))
    #expect(waits.allSatisfy { $0 <= .seconds(72) })
    #expect(waits[11] >= .seconds(48))
  }

  @Test func aReceiverCanAskForAPause() {
    var generator = SeededGenerator(seed: 1)
    let busy = WebhookPause.after(
      [attempt(200), attempt(429, retryAfter: 30)], failures: 0, backoff: backoff, using: &generator)
    #expect(busy == WebhookPause(failures: 0, wait: .seconds(30)))
    let down = WebhookPause.after(
      [attempt(503, retryAfter: 100_000)], failures: 0, backoff: backoff, using: &generator)
    #expect(down == WebhookPause(failures: 1, wait: .seconds(3_600)))
    // Of another status it speaks of this message alone.
    let other = WebhookPause.after(
      [attempt(500, retryAfter: 1_000)], failures: 0, backoff: backoff, using: &generator)
    #expect(other.wait < .seconds(2))
  }

  @Test func countsWithoutEnd() {
    var generator = SeededGenerator(seed: 1)
    let pause = WebhookPause.after([attempt(500)], failures: .max, backoff: backoff, using: &generator)
    #expect(pause.wait <= .seconds(72) && pause.failures > 1_000)
  }
}
