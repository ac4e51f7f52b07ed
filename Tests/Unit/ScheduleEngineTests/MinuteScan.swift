import Foundation

@testable import ScheduleEngine

/// The fires of a window of a zone, found by looking at every minute of it: slow, plain, and sharing no code with the
/// engine but the reading of expressions.
struct MinuteScan {
  private struct Minute {
    let instant: Int
    let local: Int
    /// Whether the local clock had shown this minute before.
    let isRepeat: Bool
    /// The local minutes that were jumped over right before.
    let jumped: Range<Int>
  }

  private let minutes: [Minute]
  private let days: [Int: DateComponents]

  /// - Parameter window: seconds since 1970, on whole minutes.
  init(_ zone: TimeZone, _ window: Range<Int>) {
    func local(_ instant: Int) -> Int {
      (instant + zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))) / 60
    }
    // A run-up shows what the clock has shown before; in the years of the tests none went back by more than 3 hours.
    let runUp = window.lowerBound - 4 * 3_600
    var reached = local(runUp) + 1
    for instant in stride(from: runUp, to: window.lowerBound, by: 60) {
      reached = max(reached, local(instant) + 1)
    }
    var minutes: [Minute] = []
    for instant in stride(from: window.lowerBound, to: window.upperBound, by: 60) {
      let local = local(instant)
      minutes.append(
        Minute(
          instant: instant, local: local, isRepeat: local < reached, jumped: min(reached, local)..<local))
      reached = max(reached, local + 1)
    }
    self.minutes = minutes
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    var days: [Int: DateComponents] = [:]
    for minute in minutes {
      for shown in [minute.local] + [minute.jumped.lowerBound, minute.jumped.upperBound]
      where days[shown / 1_440] == nil {
        days[shown / 1_440] = calendar.dateComponents(
          [.month, .day, .weekday], from: Date(timeIntervalSince1970: Double(shown / 1_440 * 86_400)))
      }
    }
    self.days = days
  }

  func fires(of expression: CronExpression) -> [Int] {
    let days = days.mapValues { isMatch($0, expression) }
    func matches(_ local: Int) -> Bool {
      expression.minutes.contains(local % 60) && expression.hours.contains(local / 60 % 24)
        && days[local / 1_440] == true
    }
    return minutes.filter { minute in
      if expression.followsRealMinutes { return matches(minute.local) }
      return minute.jumped.contains(where: matches) || (!minute.isRepeat && matches(minute.local))
    }.map(\.instant)
  }

  private func isMatch(_ parts: DateComponents, _ expression: CronExpression) -> Bool {
    guard let month = parts.month, let date = parts.day, let weekday = parts.weekday,
      expression.months.contains(month)
    else { return false }
    let isDate = expression.daysOfMonth.contains(date)
    let isWeekday = expression.daysOfWeek.contains(weekday - 1)
    return expression.needsBothDays ? isDate && isWeekday : isDate || isWeekday
  }
}
