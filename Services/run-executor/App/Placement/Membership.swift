import Contracts
import Foundation

/// Which executors are there, as far as this one has heard. Times are of a monotonic clock.
///
/// A stale view costs balance, never correctness: the broker decides who consumes and the lease who works.
struct Membership: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// How long a member may be silent: three heartbeats.
  static let patience = Duration.seconds(6)

  private let own: UUID
  private var heard: [UUID: Instant] = [:]
  /// Those that said goodbye: a heartbeat that was on its way must not bring them back.
  private var left: Set<UUID> = []
  private var isActive = true

  init(own: UUID) { self.own = own }

  /// All that take endpoints, this one included.
  var members: Set<UUID> { isActive ? Set(heard.keys).union([own]) : Set(heard.keys) }

  /// - Returns: whether the members have changed.
  mutating func receive(_ heartbeat: ExecutorHeartbeat, at now: Instant) -> Bool {
    let id = heartbeat.executorID
    guard id != own, !left.contains(id) else { return false }
    guard heartbeat.isActive else {
      left.insert(id)
      return heard.removeValue(forKey: id) != nil
    }
    return heard.updateValue(now, forKey: id) == nil
  }

  /// Lets go of members that have been silent for too long.
  /// - Returns: whether the members have changed.
  mutating func expire(at now: Instant) -> Bool {
    let silent = heard.filter { $0.value + Self.patience <= now }.keys
    for member in silent { heard[member] = nil }
    return !silent.isEmpty
  }

  /// This one takes no endpoints any more.
  mutating func leave() { isActive = false }
}
