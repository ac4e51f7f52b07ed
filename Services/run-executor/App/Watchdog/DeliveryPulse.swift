import Foundation
import Synchronization

/// When each endpoint's consumer was last heard of, where deliveries can note it at no cost.
final class DeliveryPulse: Sendable {
  struct Reading: Sendable, Equatable {
    /// Deliveries that are being handled; the consumer gets no other before they are settled.
    var inHand = 0
    /// When it was subscribed, or had its last delivery taken or settled.
    var lastHeard: ContinuousClock.Instant
  }

  private let readings = Mutex<[UUID: Reading]>([:])

  subscript(endpoint: UUID) -> Reading? { readings.withLock { $0[endpoint] } }

  /// A consumer is about to be subscribed, which counts as a sign of life.
  func began(_ endpoint: UUID, at now: ContinuousClock.Instant = .now) {
    readings.withLock { $0[endpoint] = Reading(inHand: $0[endpoint]?.inHand ?? 0, lastHeard: now) }
  }

  func taken(_ endpoint: UUID, at now: ContinuousClock.Instant = .now) { note(endpoint, now) { $0 += 1 } }

  func settled(_ endpoint: UUID, at now: ContinuousClock.Instant = .now) { note(endpoint, now) { $0 -= 1 } }

  func forget(_ endpoint: UUID) {
    readings.withLock { readings in
      // Deliveries of a consumer that was stopped are still to be settled: they are counted to the end.
      if readings[endpoint]?.inHand == 0 { readings[endpoint] = nil }
    }
  }

  private func note(_ endpoint: UUID, _ now: ContinuousClock.Instant, _ change: (inout Int) -> Void) {
    readings.withLock { readings in
      change(&readings[endpoint, default: Reading(lastHeard: now)].inHand)
      readings[endpoint]?.lastHeard = now
    }
  }
}
