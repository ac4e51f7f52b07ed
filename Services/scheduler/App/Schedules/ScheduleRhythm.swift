import Domain
import Foundation

/// What makes a schedule fire when it does: while it stays the same, a change of the schedule moves no fire.
struct ScheduleRhythm: Equatable {
  let cron: String?
  let intervalSeconds: Int?
  let timezone: String
  let startAt: Date?
  let endAt: Date?

  init(_ schedule: Schedule) {
    cron = schedule.cron
    intervalSeconds = schedule.intervalSeconds
    timezone = schedule.timezone
    startAt = schedule.startAt
    endAt = schedule.endAt
  }
}
