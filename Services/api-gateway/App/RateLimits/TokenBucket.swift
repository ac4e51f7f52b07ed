/// A stock of permits that refills at a steady rate.
struct TokenBucket: Sendable {
  /// How much may be done.
  struct Rate: Sendable, Hashable {
    /// Permits that come back in a second.
    var perSecond: Double
    /// Permits of a full stock: what may be done at once.
    var burst: Double
  }

  private let rate: Rate
  private var stock: Double
  private var refilledAt: ContinuousClock.Instant

  init(_ rate: Rate, at now: ContinuousClock.Instant) {
    self.rate = rate
    stock = rate.burst
    refilledAt = now
  }

  /// Takes permits, or none of them when the stock does not hold them all.
  /// - Returns: nil when they were taken, else the time after which they will be there. More than a full stock
  ///   is granted when the stock is full, and owed.
  mutating func take(_ permits: Double, at now: ContinuousClock.Instant) -> Duration? {
    refill(at: now)
    let needed = min(permits, rate.burst)
    guard stock < needed else {
      stock -= permits
      return nil
    }
    return .seconds((needed - stock) / rate.perSecond)
  }

  /// Whether nothing is missing: the bucket can be forgotten and made anew.
  mutating func isFull(at now: ContinuousClock.Instant) -> Bool {
    refill(at: now)
    return stock >= rate.burst
  }

  private mutating func refill(at now: ContinuousClock.Instant) {
    let elapsed = (now - refilledAt) / .seconds(1)
    guard elapsed > 0 else { return }
    stock = min(rate.burst, stock + elapsed * rate.perSecond)
    refilledAt = now
  }
}
