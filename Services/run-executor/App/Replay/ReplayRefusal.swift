import Contracts
import Domain
import Foundation
import Storage

/// Why a run cannot be replayed; nothing was tried.
public struct ReplayRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  public var description: String
  /// Whether it could be replayed if only the broker answered.
  public var isOutage: Bool

  public init(_ description: String, isOutage: Bool = false) {
    self.description = description
    self.isOutage = isOutage
  }

  static func of(_ obstacle: RunRehearsal.Obstacle, run: UUID) -> ReplayRefusal {
    switch obstacle {
    case .unknownRun:
      ReplayRefusal("there is no run \(run.lowercased) in this database")
    case .notEnded(let status):
      ReplayRefusal(
        "the run is \(status.rawValue): a replay is for runs that have ended; wait for its end or cancel it (cancelRun)"
      )
    case .other(let other, let status):
      ReplayRefusal(
        "the run \(other.lowercased) of the same collection is \(status.rawValue), and a replay would hold it up; wait "
          + "for its end or cancel it (cancelRun)")
    }
  }

  static let endpointDeleted = ReplayRefusal(
    "its endpoint was deleted, and its credentials with it: there is nothing left to connect to")
  static func foreignTrigger(_ trigger: RunTriggered, run: UUID) -> ReplayRefusal {
    ReplayRefusal("the trigger is for the run \(trigger.runID.lowercased), not for \(run.lowercased)")
  }
}
