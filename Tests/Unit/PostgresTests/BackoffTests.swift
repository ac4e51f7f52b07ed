import TestSupport
import Testing

@testable import Postgres

@Suite struct BackoffTests {
  @Test func growsToItsLongestAndStartsAnew() {
    var generator = SeededGenerator(seed: 3)
    var backoff = Backoff(first: .milliseconds(50), longest: .seconds(1))
    for whole in [50, 100, 200, 400, 800, 1_000, 1_000] {
      let pause = backoff.pause(using: &generator)
      #expect(pause >= .milliseconds(whole) / 2 && pause <= .milliseconds(whole))
    }
    backoff.reset()
    #expect(backoff.pause(using: &generator) <= .milliseconds(50))
  }
}
