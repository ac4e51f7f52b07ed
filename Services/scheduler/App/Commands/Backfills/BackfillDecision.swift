import Contracts
import Domain
import Foundation
import ScheduleEngine

/// Decides which planned times a backfill makes up for.
enum BackfillDecision {
  /// - Parameters:
  ///   - anchor: when the schedule was saved.
  ///   - now: what is planned later fires by itself and is left out.
  static func times(
    _ command: BackfillCollection, of collection: MetadataCollection, anchor: Date, now: Date
  ) throws(Refusal) -> [Date] {
    guard collection.isEnabled else {
      throw Refusal(.collectionDisabled, "the collection is disabled")
    }
    guard let schedule = collection.schedule,
      let plan = plan(of: schedule, from: command.from, anchor: anchor)
    else {
      throw Refusal(.scheduleInvalid, "the collection has no schedule whose times could be made up for")
    }
    guard command.from < command.to else { throw .invalid("to", "must be after from") }
    let times = plan.times(from: command.from, to: min(command.to, now), limit: Backfill.maximumTotal + 1)
    guard times.count <= Backfill.maximumTotal else {
      throw .invalid("to", "leaves more than \(Backfill.maximumTotal) planned times; choose a smaller range")
    }
    return times
  }

  /// An interval without a start has times before it was saved as well, since it is those that are asked for.
  private static func plan(of schedule: Schedule, from start: Date, anchor: Date) -> FirePlan? {
    guard let seconds = schedule.intervalSeconds, schedule.startAt == nil, start <= anchor else {
      return try? FirePlan(schedule, anchor: anchor)
    }
    let steps = (anchor.timeIntervalSince(start) / Double(seconds)).rounded(.up) + 1
    return try? FirePlan(schedule, anchor: anchor.addingTimeInterval(-steps * Double(seconds)))
  }
}
