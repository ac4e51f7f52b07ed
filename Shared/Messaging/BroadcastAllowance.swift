import Domain
import Synchronization

/// How many poison broadcasts a process files: a newer release may say what an older one does not know every two
/// seconds, and every process of the older one hears it.
final class BroadcastAllowance: Sendable {
  private static let rate = TokenBucket.Rate(perSecond: 0.2, burst: 100)

  private let bucket = Mutex(TokenBucket(rate, at: .now))

  func take() -> Bool { bucket.withLock { $0.take(1, at: .now) == nil } }
}
