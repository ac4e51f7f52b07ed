/// The expression on a calendar without time zones. Minutes are counted from 1970-01-01T00:00 of the local clock.
/// Work per call is one step a month, whatever the expression, and less where months are left out.
extension CronExpression {
  private static let minutesPerDay = 1_440

  /// The days of a month that match, from 1.
  func days(in month: CivilMonth) -> ValueSet {
    guard months.contains(month.month) else { return ValueSet() }
    let byWeek = month.days(on: daysOfWeek)
    let byDate = daysOfMonth.intersection(month.days)
    return needsBothDays ? byDate.intersection(byWeek) : byDate.union(byWeek)
  }

  /// The first matching minute at or after one, before a limit.
  func nextMinute(atOrAfter start: Int, before limit: Int) -> Int? {
    guard start < limit, let firstOfDay = minuteOfDay(atOrAfter: 0) else { return nil }
    let day = start.dividedDown(by: Self.minutesPerDay)
    var month = CivilMonth(containing: day)
    var earliest = day - month.firstDay + 1
    let today = days(in: month)
    if today.contains(earliest), let minute = minuteOfDay(atOrAfter: start - day * Self.minutesPerDay) {
      let match = day * Self.minutesPerDay + minute
      return match < limit ? match : nil
    }
    earliest += 1
    while month.firstDay * Self.minutesPerDay < limit {
      if let match = days(in: month).first(atOrAfter: earliest) {
        let minute = (month.firstDay + match - 1) * Self.minutesPerDay + firstOfDay
        return minute < limit ? minute : nil
      }
      guard let later = month.next(in: months) else { return nil }
      month = later
      earliest = 1
    }
    return nil
  }

  /// The last matching minute at or before one, not before a limit.
  func previousMinute(atOrBefore start: Int, notBefore limit: Int) -> Int? {
    guard start >= limit, let lastOfDay = minuteOfDay(atOrBefore: Self.minutesPerDay - 1) else { return nil }
    let day = start.dividedDown(by: Self.minutesPerDay)
    var month = CivilMonth(containing: day)
    var latest = day - month.firstDay + 1
    if days(in: month).contains(latest),
      let minute = minuteOfDay(atOrBefore: start - day * Self.minutesPerDay)
    {
      let match = day * Self.minutesPerDay + minute
      return match >= limit ? match : nil
    }
    latest -= 1
    while (month.firstDay + month.length) * Self.minutesPerDay > limit {
      if let match = days(in: month).last(atOrBefore: latest) {
        let minute = (month.firstDay + match - 1) * Self.minutesPerDay + lastOfDay
        return minute >= limit ? minute : nil
      }
      guard let earlier = month.previous(in: months) else { return nil }
      month = earlier
      latest = 31
    }
    return nil
  }

  /// How many minutes of a range match.
  func count(in range: Range<Int>) -> Int {
    guard !range.isEmpty else { return 0 }
    let first = range.lowerBound.dividedDown(by: Self.minutesPerDay)
    let last = (range.upperBound - 1).dividedDown(by: Self.minutesPerDay)
    let afterStart = matches(on: first) ? count(ofDay: range.lowerBound - first * Self.minutesPerDay) : 0
    // The minutes of the last day that lie beyond the range.
    let beyond = matches(on: last) ? count(ofDay: range.upperBound - last * Self.minutesPerDay) : 0
    return afterStart + countDays(in: first + 1..<Swift.max(last, first) + 1) * count(ofDay: 0) - beyond
  }

  private func matches(on day: Int) -> Bool {
    let month = CivilMonth(containing: day)
    return days(in: month).contains(day - month.firstDay + 1)
  }

  private func countDays(in range: Range<Int>) -> Int {
    guard !range.isEmpty else { return 0 }
    var month = CivilMonth(containing: range.lowerBound)
    var count = 0
    while month.firstDay < range.upperBound {
      let lower = range.lowerBound - month.firstDay + 1
      let upper = range.upperBound - month.firstDay + 1
      count += days(in: month).count(in: Swift.max(lower, 1)..<Swift.min(Swift.max(upper, 1), 32))
      guard let later = month.next(in: months) else { break }
      month = later
    }
    return count
  }

  /// How many minutes of a matching day match from one of them on.
  private func count(ofDay start: Int) -> Int {
    let hour = start / 60
    let later = hours.count(in: hour + 1..<24 + 1) * minutes.count
    return later + (hours.contains(hour) ? minutes.count(in: start % 60..<60) : 0)
  }

  private func minuteOfDay(atOrAfter start: Int) -> Int? {
    if hours.contains(start / 60), let minute = minutes.first(atOrAfter: start % 60) {
      return start / 60 * 60 + minute
    }
    guard let hour = hours.first(atOrAfter: start / 60 + 1), let minute = minutes.min else { return nil }
    return hour * 60 + minute
  }

  private func minuteOfDay(atOrBefore start: Int) -> Int? {
    if hours.contains(start / 60), let minute = minutes.last(atOrBefore: start % 60) {
      return start / 60 * 60 + minute
    }
    guard let hour = hours.last(atOrBefore: start / 60 - 1), let minute = minutes.max else { return nil }
    return hour * 60 + minute
  }
}
