import Foundation
import Synchronization

/// The roles of this executor, where deliveries can look them up at no cost.
final class RoleBoard: Sendable {
  private struct Entry {
    var role: Placement.Role
    /// When a standby may wonder that it is the one that is given work.
    var patienceEnds: ContinuousClock.Instant
  }

  /// A standby that takes over for a dead owner is given work as well, until the others have noticed.
  static let patience = Duration.seconds(8)

  private let entries = Mutex<[UUID: Entry]>([:])
  private let misplaced: @Sendable (UUID) -> Void

  /// - Parameter misplaced: told of an endpoint for which this executor is the standby, but active, though its owner lives.
  init(misplaced: @escaping @Sendable (UUID) -> Void) { self.misplaced = misplaced }

  var owned: Int { entries.withLock { $0.values.count { $0.role == .owner } } }
  var standbys: Int { entries.withLock { $0.values.count { $0.role == .standby } } }

  func set(_ endpoint: UUID, _ role: Placement.Role?) {
    entries.withLock { entries in
      entries[endpoint] = role.map { Entry(role: $0, patienceEnds: .now + Self.patience) }
    }
  }

  func delivered(_ endpoint: UUID) {
    let isMisplaced = entries.withLock { entries in
      guard let entry = entries[endpoint], entry.role == .standby, .now >= entry.patienceEnds else {
        return false
      }
      entries[endpoint]?.patienceEnds = .now + Self.patience
      return true
    }
    if isMisplaced { misplaced(endpoint) }
  }
}
