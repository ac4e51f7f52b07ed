import Synchronization

/// Counts deliveries by their bodies.
final class SeenBodies: Sendable {
  private let counts = Mutex<[[UInt8]: Int]>([:])

  func note(_ body: [UInt8]) { counts.withLock { $0[body, default: 0] += 1 } }
  func count(of body: [UInt8]) -> Int { counts.withLock { $0[body] ?? 0 } }
}
