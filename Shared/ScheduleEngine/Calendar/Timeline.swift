import Foundation

/// The stretch of time that schedules know: from the year 2 to the end of the year 9998, in which every date can be
/// written and no clock of a time zone reaches out of the calendar.
enum Timeline {
  static let day = 86_400
  /// In seconds since 1970.
  static let seconds =
    CivilMonth(year: 2, month: 1).firstDay * day...CivilMonth(year: 9999, month: 1).firstDay * day - 1
  static let microsecondsPerSecond = 1_000_000
  static let microseconds =
    seconds.lowerBound * microsecondsPerSecond...seconds.upperBound * microsecondsPerSecond

  /// A moment to the nearest microsecond, which is what the database keeps; moments outside are drawn to the ends.
  static func microseconds(_ date: Date) -> Int {
    let exact = (date.timeIntervalSince1970 * Double(microsecondsPerSecond)).rounded()
    guard exact > Double(microseconds.lowerBound) else { return microseconds.lowerBound }
    guard exact < Double(microseconds.upperBound) else { return microseconds.upperBound }
    return Int(exact)
  }

  static func date(microseconds: Int) -> Date {
    Date(timeIntervalSince1970: Double(microseconds) / Double(microsecondsPerSecond))
  }
}
