/// A schedule in words.
///
/// The words say when an expression fires and nothing else: two expressions with the same words fire at the same local
/// times. What has no short name is read out value by value.
struct CronWords {
  private let expression: CronExpression

  init(_ expression: CronExpression) { self.expression = expression }

  /// Such as `every weekday at 09:00`, without the zone and without a capital letter.
  var text: String {
    let times = TimeWords(minutes: expression.minutes, hours: expression.hours)
    let days = DayWords(expression)
    switch times.shape {
    case .timesOfDay(let times): return "\(days.text ?? "every day") at \(times)"
    case .repeating(let rhythm):
      guard let days = days.text else { return rhythm }
      return "\(rhythm), \(days)"
    }
  }
}
