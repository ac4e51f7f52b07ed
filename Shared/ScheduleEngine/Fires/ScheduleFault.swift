/// Why a schedule has no plan.
public enum ScheduleFault: Error, Sendable, Equatable {
  case cron(CronError)
  /// Not the name of a time zone in the tz database.
  case zone(String)
  /// The interval is not positive.
  case interval(seconds: Int)
  /// It must have exactly one of a cron expression and an interval.
  case rhythm
}
