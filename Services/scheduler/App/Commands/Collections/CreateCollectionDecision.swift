import Contracts
import Domain
import Foundation

/// Decides what a new collection looks like: a full put, in which everything left out gets its default (A1).
struct CreateCollectionDecision: Sendable {
  let schedules: ScheduleRule

  func decide(_ command: CreateCollection, id: UUID, now: Date) throws(Refusal) -> MetadataCollection {
    return MetadataCollection(
      id: id, endpointID: command.endpointID, name: try TextRule.name.required(command.name, "input.name"),
      isEnabled: command.isEnabled, schedule: try schedule(of: command, now: now),
      filters: try FiltersRule.check(command.filters, "input.filters"), createdAt: now, updatedAt: now,
      deletedAt: nil)
  }

  private func schedule(of command: CreateCollection, now: Date) throws(Refusal) -> Schedule? {
    let zone = try command.scheduleTimezone.map { name throws(Refusal) in
      try schedules.timezone(name, "input.scheduleTimezone")
    }
    if let input = command.schedule {
      if let cron = command.scheduleCron, cron != input.cron {
        throw .invalid("input.scheduleCron", "differs from schedule.cron; give one of them")
      }
      return try schedules.schedule(input, timezone: zone ?? "UTC", "input.schedule", now: now)
    }
    guard let cron = command.scheduleCron else { return nil }
    let schedule = Schedule(cron: try schedules.cron(cron, "input.scheduleCron"), timezone: zone ?? "UTC")
    try schedules.checkPace(schedule, "input.scheduleCron", now: now)
    return schedule
  }
}
