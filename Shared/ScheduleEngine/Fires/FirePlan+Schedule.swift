import Domain
import Foundation

extension FirePlan {
  /// The plan of a stored schedule. Its pause has no part in it.
  /// - Parameter anchor: when the schedule was saved, which an interval without `startAt` counts from.
  public init(_ schedule: Schedule, anchor: Date) throws(ScheduleFault) {
    switch (schedule.cron, schedule.intervalSeconds) {
    case (let cron?, nil):
      guard let zone = IANAZone(schedule.timezone) else { throw .zone(schedule.timezone) }
      self.init(
        try Self.expression(cron), in: zone, startAt: schedule.startAt, endAt: schedule.endAt)
    case (nil, let seconds?):
      guard seconds > 0 else { throw .interval(seconds: seconds) }
      self.init(everySeconds: seconds, anchor: anchor, startAt: schedule.startAt, endAt: schedule.endAt)
    case (nil, nil), (.some, .some): throw .rhythm
    }
  }

  private static func expression(_ text: String) throws(ScheduleFault) -> CronExpression {
    do throws(CronError) {
      return try CronExpression(text)
    } catch {
      throw .cron(error)
    }
  }
}
