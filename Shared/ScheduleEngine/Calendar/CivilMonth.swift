/// A month of the Gregorian calendar, carried back before its introduction. Days are counted from 1970-01-01.
struct CivilMonth: Sendable, Equatable {
  let year: Int
  /// From 1 to 12.
  let month: Int
  /// The number of its first day.
  let firstDay: Int
  let length: Int

  /// The days before each month of a year without a leap day, and of the whole year.
  private static let daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]
  /// Days from 0001-01-01 to 1970-01-01.
  private static let daysBefore1970 = 719_162

  init(year: Int, month: Int) {
    self.year = year
    self.month = month
    let leap = Self.isLeap(year)
    firstDay = Self.firstDay(ofYear: year) + Self.daysBefore[month - 1] + (leap && month > 2 ? 1 : 0)
    length = Self.daysBefore[month] - Self.daysBefore[month - 1] + (leap && month == 2 ? 1 : 0)
  }

  init(containing day: Int) {
    // The mean length of a year is 146,097 days in 400 years; the guess is off by one at most.
    var year = (day + Self.daysBefore1970).dividedDown(by: 146_097, times: 400) + 1
    while Self.firstDay(ofYear: year) > day { year -= 1 }
    while Self.firstDay(ofYear: year + 1) <= day { year += 1 }
    let dayOfYear = day - Self.firstDay(ofYear: year)
    let leapDay = Self.isLeap(year) ? 1 : 0
    // A month has at most 31 days, so the guess is never late and at most one early.
    var month = dayOfYear / 32 + 1
    while dayOfYear >= Self.daysBefore[month] + (month >= 2 ? leapDay : 0) { month += 1 }
    self.init(year: year, month: month)
  }

  /// The next month that is in a set; the set holds at least one.
  func next(in months: ValueSet) -> CivilMonth? {
    if let month = months.first(atOrAfter: month + 1) { return CivilMonth(year: year, month: month) }
    return months.min.map { CivilMonth(year: year + 1, month: $0) }
  }

  /// The previous month that is in a set; the set holds at least one.
  func previous(in months: ValueSet) -> CivilMonth? {
    if let month = months.last(atOrBefore: month - 1) { return CivilMonth(year: year, month: month) }
    return months.max.map { CivilMonth(year: year - 1, month: $0) }
  }

  /// The days of the month, from 1, that fall on days of the week of a set, in which 0 is Sunday.
  func days(on daysOfWeek: ValueSet) -> ValueSet {
    // 1970-01-01 was a Thursday. Bit 0 of the week is the weekday of the first of the month.
    let first = UInt64((firstDay + 4).remainder(by: 7))
    let week = (daysOfWeek.bits >> first | daysOfWeek.bits << (7 - first)) & 0x7F
    let weeks = week | week << 7 | week << 14 | week << 21 | week << 28
    return ValueSet(bits: weeks << 1).intersection(days)
  }

  /// All days of the month, from 1.
  var days: ValueSet { ValueSet(bits: (1 << UInt64(length + 1)) - 2) }

  /// The length of a month in the years in which it is longest.
  static func longestLength(of month: Int) -> Int { CivilMonth(year: 2000, month: month).length }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func firstDay(ofYear year: Int) -> Int {
    let past = year - 1
    return past * 365 + past.dividedDown(by: 4) - past.dividedDown(by: 100) + past.dividedDown(by: 400)
      - daysBefore1970
  }
}
