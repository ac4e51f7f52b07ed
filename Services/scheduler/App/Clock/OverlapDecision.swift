import Domain
import Foundation

/// What becomes of a fire that meets an active run of its collection (A15).
enum OverlapDecision: Equatable {
  /// It is recorded as skipped.
  case skip
  /// It waits for the end of the run.
  case buffer
  /// The run is cancelled for it.
  case cancel

  /// - Parameters:
  ///   - isBuffered: whether another fire waits already; the earliest one keeps its place.
  ///   - active: what made the run in the way. Backfills stay behind the runs of today: a fire that meets one waits for
  ///     it whatever the policy, instead of being lost or costing the backfill a run.
  static func decide(_ policy: Schedule.Overlap, isBuffered: Bool, active: RunTrigger) -> Self {
    if active == .backfill { return isBuffered ? .skip : .buffer }
    return switch policy {
    case .skip: .skip
    case .bufferOne: isBuffered ? .skip : .buffer
    case .cancelOther: .cancel
    }
  }
}
