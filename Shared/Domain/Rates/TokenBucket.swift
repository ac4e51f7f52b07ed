/// A stock of permits that refills at a steady rate.
public struct TokenBucket: Sendable {
  /// How much may be done.
  public struct Rate: Sendable, Hashable {
    /// Permits that come back in a second.
    public var perSecond: Double
    /// Permits of a full stock: what may be done at once.
    public var burst: Double

    public init(perSecond: Double, burst: Double) {
      self.perSecond = perSecond
      self.burst = burst
    }
  }

  public private(set) var rate: Rate
  private var stock: Double
  private var refilledAt: ContinuousClock.Instant

  public init(_ rate: Rate, at now: ContinuousClock.Instant) {
    self.rate = rate
    stock = rate.burst
    refilledAt = now
  }

  /// Takes permits, or none of them when the stock does not hold them all.
  /// - Returns: nil when they were taken, else the time after which they will be there. More than a full stock
  ///   is granted when the stock is full, and owed.
  public mutating func take(_ permits: Double, at now: ContinuousClock.Instant) -> Duration? {
    refill(at: now)
    let needed = min(permits, rate.burst)
    guard stock < needed else {
      stock -= permits
      return nil
    }
    return .seconds((needed - stock) / rate.perSecond)
  }

  /// Whether nothing is missing: the bucket can be forgotten and made anew.
  public mutating func isFull(at now: ContinuousClock.Instant) -> Bool {
    refill(at: now)
    return stock >= rate.burst
  }

  /// Goes on with another rate; what the stock holds stays, up to the new burst.
  public mutating func change(to rate: Rate, at now: ContinuousClock.Instant) {
    refill(at: now)
    self.rate = rate
    stock = min(stock, rate.burst)
  }

  private mutating func refill(at now: ContinuousClock.Instant) {
    let elapsed = (now - refilledAt) / .seconds(1)
    guard elapsed > 0 else { return }
    stock = min(rate.burst, stock + elapsed * rate.perSecond)
    refilledAt = now
  }
}
