/// The days of an expression in words.
struct DayWords {
  private let daysOfMonth: ValueSet
  private let months: ValueSet
  private let daysOfWeek: ValueSet
  private let needsBoth: Bool

  private static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November",
    "December",
  ]
  private static let dayNames = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]

  init(_ expression: CronExpression) {
    daysOfMonth = expression.daysOfMonth
    months = expression.months
    daysOfWeek = expression.daysOfWeek
    needsBoth = expression.needsBothDays
  }

  /// Nil for every day.
  var text: String? {
    let isAnyDate = daysOfMonth == CronField.dayOfMonth.all
    let isAnyWeekday = daysOfWeek == CronField.dayOfWeek.all
    switch (isAnyDate, isAnyWeekday) {
    case (true, true): return inMonths.map { "every day \($0)" }
    // Either is enough, and one of them always holds.
    case (true, false) where !needsBoth, (false, true) where !needsBoth:
      return inMonths.map { "every day \($0)" }
    case (true, false): return [weekdays, inMonths].compactMap(\.self).joined(separator: " ")
    case (false, true): return "on \(dates) \(ofMonths)"
    case (false, false) where needsBoth: return "on \(dates) \(ofMonths) if that is \(ifWeekday)"
    case (false, false): return "on \(dates) \(ofMonths) and \(weekdays)\(inMonths.map { " \($0)" } ?? "")"
    }
  }

  private var dates: String {
    if let step = ListWords.step(of: daysOfMonth), step > 1, daysOfMonth.count > 4,
      let first = daysOfMonth.min,
      let last = daysOfMonth.max
    {
      return "days \(first) to \(last) in steps of \(step)"
    }
    return "\(daysOfMonth.count == 1 ? "day" : "days") \(ListWords.runs(daysOfMonth, String.init))"
  }

  private var weekdays: String {
    if daysOfWeek == ValueSet(1...5) { return "every weekday" }
    guard daysOfWeek.count > 1 else { return "every \(fromMonday(Self.name).joined())" }
    return "on \(ListWords.joined(fromMonday { "\(Self.name($0))s" }))"
  }

  private var ifWeekday: String {
    daysOfWeek == ValueSet(1...5) ? "a weekday" : "a \(ListWords.joined(fromMonday(Self.name), "or"))"
  }

  private var hasAllMonths: Bool { months == CronField.month.all }
  private var inMonths: String? { hasAllMonths ? nil : "in \(Self.words(months))" }

  private var ofMonths: String {
    guard let earliest = daysOfMonth.min else { return "" }
    if hasAllMonths {
      return "of every month\(daysOfMonth.count == 1 && earliest > 28 ? " that has it" : "")"
    }
    // Months that are too short for all of the days have no part in them.
    let longEnough = months.values.filter { earliest <= CivilMonth.longestLength(of: $0) }
    return longEnough.isEmpty ? "of no month" : "of \(Self.words(ValueSet(longEnough)))"
  }

  private static func words(_ months: ValueSet) -> String {
    ListWords.runs(months) { monthNames[$0 - 1] }
  }

  /// The week begins on Monday, as ISO 8601 has it.
  private func fromMonday(_ name: (Int) -> String) -> [String] {
    daysOfWeek.values.sorted { ($0 + 6) % 7 < ($1 + 6) % 7 }.map(name)
  }

  private static func name(_ day: Int) -> String { dayNames[day] }
}
