import Domain
import TestSupport
import Testing

@Suite struct TokenBucketTests {
  private let start = ContinuousClock.now

  @Test func grantsABurstAndThenItsRate() {
    var bucket = TokenBucket(.init(perSecond: 2, burst: 3), at: start)
    for _ in 0..<3 { #expect(bucket.take(1, at: start) == nil) }
    #expect(bucket.take(1, at: start) == .milliseconds(500))
    #expect(bucket.take(1, at: start + .milliseconds(499)) != nil)
    #expect(bucket.take(1, at: start + .milliseconds(501)) == nil)
  }

  @Test func holdsNoMoreThanItsBurst() {
    var bucket = TokenBucket(.init(perSecond: 100, burst: 2), at: start)
    let later = start + .seconds(3_600)
    #expect(bucket.take(2, at: later) == nil)
    #expect(bucket.take(1, at: later) != nil)
  }

  @Test func lendsWhatExceedsAFullStock() {
    var bucket = TokenBucket(.init(perSecond: 1, burst: 5), at: start)
    #expect(bucket.take(8, at: start) == nil)
    #expect(bucket.take(1, at: start) == .seconds(4))
  }

  @Test func ignoresAClockThatStandsStill() {
    var bucket = TokenBucket(.init(perSecond: 1_000, burst: 1), at: start)
    #expect(bucket.take(1, at: start) == nil)
    for _ in 0..<100 { #expect(bucket.take(1, at: start) != nil) }
  }

  /// Whatever is asked and when: over any time no more is granted than a full stock and what came back since.
  @Test(arguments: 0..<50) func neverGrantsMoreThanItsRate(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let rate = TokenBucket.Rate(
      perSecond: Double.random(in: 0.5...500, using: &generator),
      burst: Double.random(in: 1...100, using: &generator).rounded())
    var bucket = TokenBucket(rate, at: start)
    var now = start
    var granted = 0.0
    for _ in 0..<500 {
      now += .microseconds(Int.random(in: 0...20_000, using: &generator))
      let permits = Double(Int.random(in: 1...3, using: &generator))
      guard permits <= rate.burst else { continue }
      if let wait = bucket.take(permits, at: now) {
        #expect(wait > .zero)
      } else {
        granted += permits
      }
      let elapsed = (now - start) / .seconds(1)
      #expect(granted <= rate.burst + elapsed * rate.perSecond + 1e-6)
    }
  }

  @Test func anotherRateGoesOnWithWhatIsThere() {
    var bucket = TokenBucket(.init(perSecond: 1, burst: 10), at: start)
    #expect(bucket.take(4, at: start) == nil)
    bucket.change(to: .init(perSecond: 100, burst: 2), at: start)
    #expect(bucket.take(2, at: start) == nil)
    #expect(bucket.take(1, at: start) == .milliseconds(10))
    #expect(bucket.rate == .init(perSecond: 100, burst: 2))
  }
}
