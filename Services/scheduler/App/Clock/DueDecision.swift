import Contracts
import Domain
import Foundation
import ScheduleEngine
import Storage

/// What the clock does about one schedule that is due.
struct DueDecision: Sendable, Equatable {
  enum Fire: Sendable, Equatable {
    /// Nothing, or nothing yet.
    case none
    case run(Date)
    case skip(SkippedFires.SkippedFire)
  }

  var fire = Fire.none
  /// The row of the fires whose time was missed for good.
  var missed: SkippedFires.SkippedFire?
  /// What the schedule waits for afterwards.
  var state: ScheduleState

  /// How late a fire may be and still be an ordinary one, where its neighbours leave room for that.
  static let tolerance: TimeInterval = 10

  /// - Parameter now: the database's time.
  static func decide(_ due: ScheduledCollection, now: Date) -> DueDecision {
    var decision = DueDecision(state: due.state)
    guard let schedule = due.collection.schedule, !schedule.isPaused, due.collection.isEnabled,
      let plan = try? FirePlan(schedule, anchor: due.state.savedAt)
    else {
      decision.state.next = nil
      return decision
    }
    let rule = CatchUpRule(
      window: TimeInterval(schedule.catchupWindowSeconds), tolerance: tolerance(of: schedule))
    let fires = rule.decide(plan, lastHandled: due.state.handledThrough, now: now)
    decision.missed = fires.missed.map { row(due, $0.first, .missed, text(of: $0)) }
    decision.state.handledThrough = fires.handledThrough
    decision.state.next = NextFire.after(fires.handledThrough, schedule, decision.state)
    if let fire = fires.fire {
      decision.fire =
        due.isEndpointEnabled
        ? .run(fire.plannedAt)
        : .skip(row(due, fire.plannedAt, .endpointDisabled, "the endpoint is disabled"))
    }
    return decision
  }

  /// Fires of a short interval must not pile up as ordinary ones after a short absence.
  static func tolerance(of schedule: Schedule) -> TimeInterval {
    let gap = schedule.intervalSeconds.map(TimeInterval.init) ?? tolerance
    return min(gap, tolerance) + TimeInterval(schedule.jitterSeconds)
  }

  private static func text(of missed: DueFires.Missed) -> String {
    let (first, last) = (Timestamp.format(missed.first), Timestamp.format(missed.last))
    return "\(missed.count) fires from \(first) to \(last)"
  }

  private static func row(
    _ due: ScheduledCollection, _ plannedAt: Date, _ reason: SkipReason, _ text: String
  ) -> SkippedFires.SkippedFire {
    SkippedFires.SkippedFire(
      collectionID: due.collection.id, endpointID: due.collection.endpointID, scheduledFor: plannedAt,
      reason: reason, text: text)
  }
}
