import Domain
import Testing

@Suite struct BackoffTests {
  private let backoff = Backoff(initial: .seconds(1), cap: .seconds(10))

  @Test(arguments: [(-3, 1), (0, 1), (1, 1), (2, 2), (3, 4), (4, 8), (5, 10), (6, 10), (Int.max, 10)])
  func doublesUpToTheCap(retry: Int, seconds: Int) {
    #expect(backoff.nominalDelay(beforeRetry: retry) == .seconds(seconds))
  }

  @Test func jitterStaysWithinItsBoundsAndUsesThem() {
    var generator = Lehmer(state: 42)
    let delays = (0..<2_000).map { _ in backoff.delay(beforeRetry: 2, using: &generator) }
    #expect(delays.allSatisfy { $0 >= .seconds(1.6) && $0 <= .seconds(2.4) })
    #expect(delays.contains { $0 < .seconds(1.65) })
    #expect(delays.contains { $0 > .seconds(2.35) })
  }

  @Test func sameGeneratorGivesSameDelays() {
    var first = Lehmer(state: 7)
    var second = Lehmer(state: 7)
    #expect(
      (1..<9).map { backoff.delay(beforeRetry: $0, using: &first) }
        == (1..<9).map { backoff.delay(beforeRetry: $0, using: &second) })
  }

  @Test func oddParametersAreTamed() {
    #expect(Backoff(initial: .seconds(-1), cap: .seconds(1)).nominalDelay(beforeRetry: 9) == .zero)
    #expect(Backoff(initial: .seconds(9), cap: .seconds(1)).nominalDelay(beforeRetry: 1) == .seconds(1))
    #expect(
      Backoff(initial: .seconds(1), multiplier: 0, cap: .seconds(9)).nominalDelay(beforeRetry: .max)
        == .seconds(1))
    #expect(Backoff(initial: .seconds(1), cap: .seconds(1), jitter: 0).delay(beforeRetry: 3) == .seconds(1))
  }
}

private struct Lehmer: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 32)
  }
}
