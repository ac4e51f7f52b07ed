import Contracts
import Domain
import Foundation
import ScheduleEngine

/// Checks schedules before they are stored.
struct ScheduleRule: Sendable {
  /// The shortest time between two fires that may be asked for, in seconds.
  let minimumInterval: Int

  static let longest = 366 * 86_400
  static let longestJitter = 86_400

  /// A cron expression alone, as the older fields of the API give it.
  func cron(_ text: String, _ field: String) throws(Refusal) -> String {
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    do throws(CronError) {
      return try CronExpression(trimmed).text
    } catch {
      throw Self.refuse(field, "\(error)")
    }
  }

  func timezone(_ name: String, _ field: String) throws(Refusal) -> String {
    guard let zone = IANAZone(name) else {
      throw Self.refuse(field, "must be an IANA time zone such as Europe/Berlin")
    }
    return zone.name
  }

  /// A whole schedule.
  /// - Parameters:
  ///   - timezone: the zone where the schedule names none.
  ///   - now: from when on its fires are looked at.
  func schedule(
    _ input: ScheduleInput, timezone: String, _ field: String, now: Date
  ) throws(Refusal) -> Schedule {
    guard (input.cron == nil) != (input.intervalSeconds == nil) else {
      throw Self.refuse(field, "needs exactly one of cron and intervalSeconds")
    }
    var schedule = Schedule(timezone: timezone)
    if let cron = input.cron { schedule.cron = try self.cron(cron, "\(field).cron") }
    if let seconds = input.intervalSeconds {
      guard minimumInterval...Self.longest ~= seconds else {
        throw Self.refuse(
          "\(field).intervalSeconds", "must be from \(minimumInterval) to \(Self.longest) seconds")
      }
      schedule.intervalSeconds = seconds
    }
    if let name = input.timezone { schedule.timezone = try self.timezone(name, "\(field).timezone") }
    if let overlap = input.overlap {
      guard let policy = Schedule.Overlap(rawValue: overlap) else {
        throw Refusal.invalid("\(field).overlap", "must be one of SKIP, BUFFER_ONE, CANCEL_OTHER")
      }
      schedule.overlap = policy
    }
    if let window = input.catchupWindowSeconds {
      schedule.catchupWindowSeconds = try Self.seconds(
        window, upTo: Self.longest, "\(field).catchupWindowSeconds")
    }
    if let jitter = input.jitterSeconds {
      schedule.jitterSeconds = try Self.seconds(jitter, upTo: Self.longestJitter, "\(field).jitterSeconds")
    }
    if let start = input.startAt, let end = input.endAt, end < start {
      throw Self.refuse("\(field).endAt", "must not be before startAt")
    }
    schedule.startAt = input.startAt
    schedule.endAt = input.endAt
    schedule.pausesOnFailure = input.pauseOnFailure ?? false
    try checkPace(schedule, "\(field).cron", now: now)
    return schedule
  }

  /// Refuses a schedule of which some of the next fires follow each other too closely.
  ///
  /// An expression has no interval of its own, so its coming fires are looked at, in its zone.
  /// - Parameters:
  ///   - schedule: with an expression and a zone that are known to be valid; an interval has been checked by itself.
  ///   - field: where the expression came from.
  func checkPace(_ schedule: Schedule, _ field: String, now: Date) throws(Refusal) {
    guard schedule.cron != nil, let plan = try? FirePlan(schedule, anchor: now),
      let gap = plan.minimumGap(after: now), gap < Double(minimumInterval)
    else { return }
    throw Self.refuse(
      field,
      "must leave at least \(minimumInterval) seconds between two fires; among its next fires are two that are "
        + "\(Int(gap)) seconds apart")
  }

  private static func seconds(_ value: Int, upTo maximum: Int, _ field: String) throws(Refusal) -> Int {
    guard 0...maximum ~= value else { throw .invalid(field, "must be from 0 to \(maximum) seconds") }
    return value
  }

  private static func refuse(_ field: String, _ message: String) -> Refusal {
    Refusal(.scheduleInvalid, "\(field): \(message)", field: field)
  }
}
