import Foundation

/// A moment of the system's clock as logs show it.
struct WallTime: Sendable, Hashable {
  /// Milliseconds since 1970, never negative.
  let milliseconds: Int

  static func now() -> WallTime {
    WallTime(milliseconds: max(0, Int((Date().timeIntervalSince1970 * 1_000).rounded(.down))))
  }

  /// UTC with milliseconds, `2025-01-31T12:00:00.250Z`.
  var iso8601: String {
    let (days, ofDay) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
    let (year, month, day) = Self.date(daysSince1970: days)
    return Self.padded(year, 4) + "-" + Self.padded(month, 2) + "-" + Self.padded(day, 2) + "T"
      + Self.padded(ofDay / 3_600_000, 2) + ":" + Self.padded(ofDay / 60_000 % 60, 2) + ":"
      + Self.padded(ofDay / 1_000 % 60, 2) + "." + Self.padded(ofDay % 1_000, 3) + "Z"
  }

  /// The Gregorian date. Years are counted from March, which puts the leap day last, in cycles of 400.
  private static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let (cycle, ofCycle) = (days + 719_468).quotientAndRemainder(dividingBy: 146_097)
    let ofCycleYear = (ofCycle - ofCycle / 1_460 + ofCycle / 36_524 - ofCycle / 146_096) / 365
    let ofYear = ofCycle - (365 * ofCycleYear + ofCycleYear / 4 - ofCycleYear / 100)
    let marchMonth = (5 * ofYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (
      year: 400 * cycle + ofCycleYear + (month <= 2 ? 1 : 0), month: month,
      day: ofYear - (153 * marchMonth + 2) / 5 + 1
    )
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
