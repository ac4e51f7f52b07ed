import Contracts
import Domain
import Foundation

/// Decides what a change of a collection leads to.
struct UpdateCollectionDecision: Sendable {
  let schedules: ScheduleRule

  /// - Returns: the collection as it is to be stored.
  func decide(
    _ command: UpdateCollection, on current: MetadataCollection, now: Date
  ) throws(Refusal) -> MetadataCollection {
    var collection = current
    switch command.isEnabled {
    case .unchanged: break
    case .cleared: throw .invalid("input.isEnabled", "must not be null")
    case .set(let isEnabled): collection.isEnabled = isEnabled
    }
    if command.filters.isChange {
      collection.filters = try FiltersRule.check(command.filters.applied(to: nil), "input.filters")
    }
    collection.schedule = try schedule(after: command, on: current.schedule, now: now)
    return collection
  }

  private func schedule(
    after command: UpdateCollection, on current: Schedule?, now: Date
  ) throws(Refusal) -> Schedule? {
    let zone = try zone(of: command)
    try checkAgreement(command)
    switch (command.schedule, command.scheduleCron) {
    case (.set(let input), _):
      var schedule = try schedules.schedule(input, timezone: zone ?? "UTC", "input.schedule", now: now)
      // A pause outlives changes of the schedule.
      schedule.isPaused = current?.isPaused ?? false
      schedule.pauseNote = current?.pauseNote
      return schedule
    case (.cleared, _), (.unchanged, .cleared): return nil
    case (.unchanged, .set(let cron)):
      var schedule = current ?? Schedule()
      schedule.cron = try schedules.cron(cron, "input.scheduleCron")
      schedule.intervalSeconds = nil
      schedule.timezone = zone ?? schedule.timezone
      try schedules.checkPace(schedule, "input.scheduleCron", now: now)
      return schedule
    case (.unchanged, .unchanged):
      guard var schedule = current, schedule.cron != nil, let zone else { return current }
      schedule.timezone = zone
      try schedules.checkPace(schedule, "input.scheduleTimezone", now: now)
      return schedule
    }
  }

  private func zone(of command: UpdateCollection) throws(Refusal) -> String? {
    switch command.scheduleTimezone {
    case .unchanged: nil
    case .cleared: "UTC"
    case .set(let name): try schedules.timezone(name, "input.scheduleTimezone")
    }
  }

  /// `schedule` and `scheduleCron` may both be given only where they say the same.
  private func checkAgreement(_ command: UpdateCollection) throws(Refusal) {
    let agrees =
      switch (command.schedule, command.scheduleCron) {
      case (.unchanged, _), (_, .unchanged), (.cleared, .cleared): true
      case (.set(let input), .set(let cron)): input.cron == cron
      // An interval has no cron expression either.
      case (.set(let input), .cleared): input.cron == nil
      case (.cleared, .set): false
      }
    guard agrees else { throw .invalid("input.scheduleCron", "differs from schedule; give one of them") }
  }
}
