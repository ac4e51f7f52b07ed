/// A schedule in one English sentence without a full stop, for a human: `Every weekday at 09:00, Berlin time`.
public enum ScheduleWords {
  public static func describe(_ cron: CronExpression, in zone: IANAZone) -> String {
    let words = CronWords(cron).text
    return "\(words.prefix(1).uppercased())\(words.dropFirst()), \(describe(zone))"
  }

  /// An interval has no zone: it runs on whatever the clocks show.
  /// - Parameter seconds: the interval's length.
  public static func describe(everySeconds seconds: Int) -> String {
    // No unit longer than the hour: a day on the clock may be longer or shorter than 24 of them.
    for (length, name) in [(3_600, "hour"), (60, "minute")] where seconds >= length && seconds % length == 0 {
      return seconds == length ? "Every \(name)" : "Every \(seconds / length) \(name)s"
    }
    return seconds == 1 ? "Every second" : "Every \(seconds) seconds"
  }

  private static func describe(_ zone: IANAZone) -> String {
    if zone.name == "UTC" || zone.name == "Etc/UTC" { return "UTC" }
    let parts = zone.name.split(separator: "/")
    // Areas such as Etc hold offsets, not places; names of one part are no places either.
    guard parts.count > 1, parts[0] != "Etc", let place = parts.last, !place.contains(where: \.isNumber)
    else {
      return "time zone \(zone.name)"
    }
    return "\(place.replacing("_", with: " ")) time"
  }
}
