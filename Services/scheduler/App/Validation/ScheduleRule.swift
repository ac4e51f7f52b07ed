import Contracts
import Domain
import Foundation

/// Checks the shape of schedules. When they fire is decided elsewhere.
struct ScheduleRule: Sendable {
  /// The smallest interval that may be asked for, in seconds.
  let minimumInterval: Int

  static let longest = 366 * 86_400
  static let longestJitter = 86_400

  /// A cron expression alone, as the older fields of the API give it.
  func cron(_ text: String, _ field: String) throws(Refusal) -> String {
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    if let problem = CronRule.problem(in: trimmed) { throw Self.refuse(field, problem) }
    return trimmed
  }

  func timezone(_ name: String, _ field: String) throws(Refusal) -> String {
    let isKnown = name.utf8.count <= 64 && TimeZone(identifier: name) != nil && !Self.isAbbreviation(name)
    guard isKnown else { throw Self.refuse(field, "must be an IANA time zone such as Europe/Berlin") }
    return name
  }

  /// A whole schedule.
  /// - Parameter timezone: the zone where the schedule names none.
  func schedule(_ input: ScheduleInput, timezone: String, _ field: String) throws(Refusal) -> Schedule {
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
    return schedule
  }

  /// The IANA names that Foundation lists as abbreviations too.
  private static let shortNames: Set<String> = [
    "UTC", "GMT", "EST", "MST", "HST", "CET", "MET", "EET", "WET",
  ]

  /// Foundation takes abbreviations such as PST and offsets such as GMT+2 as well; those are no IANA names.
  private static func isAbbreviation(_ name: String) -> Bool {
    if shortNames.contains(name) { return false }
    if name.hasPrefix("GMT") || name.hasPrefix("UTC") { return true }
    return TimeZone.abbreviationDictionary[name] != nil
  }

  private static func seconds(_ value: Int, upTo maximum: Int, _ field: String) throws(Refusal) -> Int {
    guard 0...maximum ~= value else { throw .invalid(field, "must be from 0 to \(maximum) seconds") }
    return value
  }

  private static func refuse(_ field: String, _ message: String) -> Refusal {
    Refusal(.scheduleInvalid, "\(field): \(message)", field: field)
  }
}
