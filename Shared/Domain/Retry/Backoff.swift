/// How long to wait before the next try: exponential, capped, with jitter so that callers drift apart.
public struct Backoff: Sendable, Hashable {
  /// The wait before the first retry.
  public let initial: Duration
  /// The factor from one wait to the next, at least 1.
  public let multiplier: Double
  /// The longest wait before jitter.
  public let cap: Duration
  /// The greatest deviation from the nominal wait in either direction, as a part of it: 0…1.
  public let jitter: Double

  public init(initial: Duration, multiplier: Double = 2, cap: Duration, jitter: Double = 0.2) {
    self.initial = max(initial, .zero)
    self.multiplier = max(multiplier, 1)
    self.cap = max(cap, .zero)
    self.jitter = min(max(jitter, 0), 1)
  }

  /// The wait before retry `n` without jitter. The first retry is 1; smaller numbers count as 1.
  public func nominalDelay(beforeRetry n: Int) -> Duration {
    var delay = initial
    // Multiplying step by step and stopping at the cap cannot overflow, whatever `n` is.
    var remaining = n - 1
    while remaining > 0, multiplier > 1, delay > .zero, cap > delay {
      delay = delay * multiplier
      remaining -= 1
    }
    return min(delay, cap)
  }

  /// The wait before retry `n`, with jitter drawn from `generator`.
  public func delay(
    beforeRetry n: Int, using generator: inout some RandomNumberGenerator
  ) -> Duration {
    nominalDelay(beforeRetry: n) * Double.random(in: (1 - jitter)...(1 + jitter), using: &generator)
  }

  /// The wait before retry `n`, with jitter.
  public func delay(beforeRetry n: Int) -> Duration {
    var generator = SystemRandomNumberGenerator()
    return delay(beforeRetry: n, using: &generator)
  }
}
