import Domain

extension ScheduleWords {
  /// A schedule as it is stored. An expression from before they were checked as strictly as now has no words: it fires at
  /// no time, and is given as it is.
  public static func describe(_ schedule: Schedule) -> String {
    if let seconds = schedule.intervalSeconds { return describe(everySeconds: seconds) }
    guard let text = schedule.cron else { return "At no time" }
    guard let cron = try? CronExpression(text), let zone = IANAZone(schedule.timezone) else {
      return "At no time: \(text)"
    }
    return describe(cron, in: zone)
  }
}
