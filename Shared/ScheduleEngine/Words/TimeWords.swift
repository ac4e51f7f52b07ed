/// The minute and the hour of an expression in words.
struct TimeWords {
  enum Shape: Equatable {
    /// A few times of the day: `09:00 and 17:30`.
    case timesOfDay(String)
    /// A rhythm: `every 15 minutes`.
    case repeating(String)
  }

  let minutes: ValueSet
  let hours: ValueSet

  private static let mostTimes = 6
  private var hasAllHours: Bool { hours == CronField.hour.all }

  var shape: Shape {
    if let rhythm = everyFewHours { return .repeating(rhythm) }
    if !hasAllHours, minutes.count * hours.count <= Self.mostTimes {
      let times = hours.values.flatMap { hour in minutes.values.map { Self.time(hour, $0) } }
      return .timesOfDay(ListWords.joined(times))
    }
    return .repeating(rhythm)
  }

  private var rhythm: String {
    if let length = evenLength {
      let every = length == 1 ? "every minute" : "every \(length) minutes"
      guard !hasAllHours else { return every }
      return "\(every) \(spans(lastMinute: 60 - length))"
    }
    if hasAllHours, minutes == ValueSet([0]) { return "every hour" }
    guard !hasAllHours else { return "at \(minuteWords) of every hour" }
    return "at \(minuteWords) of the \(hours.count == 1 ? "hour" : "hours") \(hourWords)"
  }

  /// `*/15` and its like: an even rhythm through the whole hour.
  private var evenLength: Int? {
    if minutes == CronField.minute.all { return 1 }
    if minutes == ValueSet([0, 30]) { return 30 }
    guard let step = ListWords.step(of: minutes), minutes.contains(0), step * minutes.count == 60 else {
      return nil
    }
    return step
  }

  /// Such as `every 2 hours from 00:30`: an even rhythm through the whole day.
  private var everyFewHours: String? {
    guard let minute = minutes.min, minutes.count == 1, let first = hours.min, hours.count < 24,
      let step = ListWords.step(of: hours), step * hours.count == 24, hours.count > 3
    else { return nil }
    return "every \(step) hours from \(Self.time(first, minute))"
  }

  /// The hours as stretches of the day: `from 09:00 to 17:45`.
  private func spans(lastMinute: Int) -> String {
    let spans = ListWords.runs(of: hours).map {
      "from \(Self.time($0.lowerBound, 0)) to \(Self.time($0.upperBound, lastMinute))"
    }
    guard spans.count > 3 else { return ListWords.joined(spans) }
    return "in the hours \(hourWords)"
  }

  private var minuteWords: String {
    if let step = ListWords.step(of: minutes), step > 1, minutes.count > 4, let first = minutes.min,
      let last = minutes.max
    {
      return "every \(ListWords.ordinal(step)) minute from \(first) to \(last)"
    }
    return "\(minutes.count == 1 ? "minute" : "minutes") \(ListWords.runs(minutes, String.init))"
  }

  private var hourWords: String {
    if let step = ListWords.step(of: hours), step > 1, hours.count > 4, let first = hours.min,
      let last = hours.max
    {
      return "\(ListWords.twoDigits(first)) to \(ListWords.twoDigits(last)) in steps of \(step)"
    }
    return ListWords.runs(hours, ListWords.twoDigits)
  }

  private static func time(_ hour: Int, _ minute: Int) -> String {
    "\(ListWords.twoDigits(hour)):\(ListWords.twoDigits(minute))"
  }
}
