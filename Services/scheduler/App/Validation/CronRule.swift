/// Whether a text is a cron expression of Debian's dialect that fires at all.
enum CronRule {
  private static let macros: Set<String> = [
    "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly",
  ]
  static let maximum = 200

  /// What is wrong with the expression, in words; nil for a valid one.
  static func problem(in text: String) -> String? {
    guard text.utf8.count <= maximum else { return "must be at most \(maximum) characters long" }
    if text.hasPrefix("@") {
      let known = macros.sorted().joined(separator: ", ")
      return macros.contains(text.lowercased()) ? nil : "is not a known macro; known are \(known)"
    }
    let fields = text.split(whereSeparator: { $0 == " " || $0 == "\t" })
    guard fields.count == CronField.all.count else {
      return "must have five fields: minute, hour, day of month, month, day of week"
    }
    var values: [Set<Int>] = []
    for (field, text) in zip(CronField.all, fields) {
      guard let allowed = field.values(of: text) else {
        let range = field.range
        return "the \(field.name) must be made of \(range.lowerBound) to \(range.upperBound), * , - and /"
      }
      values.append(allowed)
    }
    // With the day of week restricted too, either of the two days is enough.
    let isDayAlone = fields[4].hasPrefix("*") || fields[2].hasPrefix("*")
    if isDayAlone, !hasDay(days: values[2], months: values[3]) { return "never fires: no such day exists" }
    return nil
  }

  private static func hasDay(days: Set<Int>, months: Set<Int>) -> Bool {
    guard let earliest = days.min() else { return false }
    return months.contains { month in
      switch month {
      case 2: earliest <= 29
      case 4, 6, 9, 11: earliest <= 30
      default: true
      }
    }
  }
}
