import Domain
import Synchronization

/// One stock of permits for each key or address.
final class RateLimiter: Sendable {
  private let rate: TokenBucket.Rate
  private let capacity: Int
  private let buckets = Mutex<[String: TokenBucket]>([:])

  /// - Parameter capacity: how many owners are kept in mind, at least 1. Beyond it those with a full stock are
  ///   forgotten, and where none has one, all are: a flood of made-up owners must not take the memory.
  init(_ rate: TokenBucket.Rate, capacity: Int = 10_000) {
    self.rate = rate
    self.capacity = max(1, capacity)
  }

  /// Takes permits of an owner.
  /// - Returns: nil when they were taken, else the time after which to ask again.
  func take(
    _ permits: Double, for owner: String, at now: ContinuousClock.Instant = .now
  ) -> Duration? {
    buckets.withLock { buckets in
      if buckets[owner] == nil, buckets.count >= capacity { makeRoom(&buckets, at: now) }
      return buckets[owner, default: TokenBucket(rate, at: now)].take(permits, at: now)
    }
  }

  private func makeRoom(_ buckets: inout [String: TokenBucket], at now: ContinuousClock.Instant) {
    buckets = buckets.compactMapValues { bucket in
      var bucket = bucket
      return bucket.isFull(at: now) ? nil : bucket
    }
    if buckets.count >= capacity { buckets = [:] }
  }
}
