import Domain

extension RateLimits {
  /// The rates of a gateway process. Each holds for one caller, the last for one address.
  public struct Rates: Sendable {
    /// Requests of any kind.
    var requests: TokenBucket.Rate
    /// Mutation fields.
    var changes: TokenBucket.Rate
    /// Mutation fields that reach into a source, make a secret, or start many runs.
    var expensive: TokenBucket.Rate
    /// Requests without a valid key, and sign-ins.
    var strangers: TokenBucket.Rate

    /// - Parameters: permits a second; what may come at once is a multiple of it, so that a page which sends a
    ///   few requests together is not slowed down.
    public init(
      requests: Double = 20_000, changes: Double = 5_000, expensive: Double = 20, strangers: Double = 20
    ) {
      self.requests = TokenBucket.Rate(perSecond: requests, burst: max(1, requests * 2))
      self.changes = TokenBucket.Rate(perSecond: changes, burst: max(1, changes * 2))
      self.expensive = TokenBucket.Rate(perSecond: expensive, burst: max(1, expensive * 3))
      self.strangers = TokenBucket.Rate(perSecond: strangers, burst: max(1, strangers * 5))
    }
  }
}
