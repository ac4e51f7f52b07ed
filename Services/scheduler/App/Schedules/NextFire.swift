import Domain
import Foundation
import ScheduleEngine

/// Looks up what a schedule waits for next.
enum NextFire {
  /// - Returns: nil where no more will come, as where a stored schedule cannot be read.
  static func after(_ moment: Date, _ schedule: Schedule, _ state: ScheduleState) -> ScheduleState.Fire? {
    guard let plan = try? FirePlan(schedule, anchor: state.savedAt), let plannedAt = plan.next(after: moment)
    else { return nil }
    let jitter = FireJitter(seconds: schedule.jitterSeconds)
    return ScheduleState.Fire(
      plannedAt: plannedAt, dueAt: jitter.dueTime(of: state.collectionID, plannedAt: plannedAt))
  }
}
