import Domain
import Testing

@testable import APIGateway

@Suite struct RateLimiterTests {
  private let start = ContinuousClock.now

  @Test func keepsOwnersApart() {
    let limiter = RateLimiter(.init(perSecond: 1, burst: 1))
    #expect(limiter.take(1, for: "a", at: start) == nil)
    #expect(limiter.take(1, for: "a", at: start) != nil)
    #expect(limiter.take(1, for: "b", at: start) == nil)
  }

  @Test func remembersOwnersWhoOweWhenOthersFloodIt() {
    let limiter = RateLimiter(.init(perSecond: 0.001, burst: 100), capacity: 50)
    #expect(limiter.take(100, for: "busy", at: start) == nil)
    // Those whose stock is full again are the ones to forget: here all but one have taken next to nothing.
    let later = start + .seconds(1_000)
    for owner in 0..<49 { _ = limiter.take(1, for: "stranger \(owner)", at: start) }
    _ = limiter.take(1, for: "one more", at: later)
    #expect(limiter.take(100, for: "busy", at: later) != nil)
  }
}
