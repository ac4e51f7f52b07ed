import Foundation
import Storage

/// Which leases the process holds and until when it may believe in them.
///
/// A lease counts from the moment its claim or renewal was *sent*: the database wrote its end later than that, so
/// the process stops believing before anybody else may take the run.
struct LeaseLedger: Sendable {
  typealias Instant = ContinuousClock.Instant

  let ttl: Duration
  private var sentAt: [RunClaims.Hold: Instant] = [:]

  init(ttl: Duration) { self.ttl = ttl }

  var holds: [RunClaims.Hold] { Array(sentAt.keys) }

  mutating func add(_ hold: RunClaims.Hold, sentAt instant: Instant) { sentAt[hold] = instant }

  mutating func remove(_ hold: RunClaims.Hold) { sentAt[hold] = nil }

  /// Takes in the answer to a renewal.
  /// - Returns: the asked leases that are gone.
  mutating func renewed(
    _ asked: [RunClaims.Hold], kept: Set<UUID>, sentAt instant: Instant
  ) -> [RunClaims.Hold] {
    var lost: [RunClaims.Hold] = []
    for hold in asked {
      guard let former = sentAt[hold] else { continue }
      if kept.contains(hold.runID) {
        sentAt[hold] = max(former, instant)
      } else {
        sentAt[hold] = nil
        lost.append(hold)
      }
    }
    return lost
  }

  /// Gives a lease up if it may have lapsed.
  /// - Returns: whether it has been given up now.
  mutating func expire(_ hold: RunClaims.Hold, at now: Instant) -> Bool {
    guard let sent = sentAt[hold], sent + ttl <= now else { return false }
    sentAt[hold] = nil
    return true
  }

  /// Gives up the leases that may have lapsed.
  mutating func expire(at now: Instant) -> [RunClaims.Hold] {
    let lapsed = sentAt.filter { $0.value + ttl <= now }.map(\.key)
    for hold in lapsed { sentAt[hold] = nil }
    return lapsed
  }
}
