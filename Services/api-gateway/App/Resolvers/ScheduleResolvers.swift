import Contracts
import Domain
import Foundation
import GraphQL
import ScheduleEngine

/// `Schedule`
enum ScheduleResolvers {
  private static let fireTimes = 1...100
  private static let defaultFireTimes = 5

  static func add(to resolvers: inout Resolvers) {
    resolvers.object("Schedule", CollectionSchedule.self) { type in
      type.property("cron") { $0.schedule.cron }
      type.property("intervalSeconds") { $0.schedule.intervalSeconds }
      type.property("timezone") { $0.schedule.timezone }
      type.property("overlap") { $0.schedule.overlap.rawValue }
      type.property("catchupWindowSeconds") { $0.schedule.catchupWindowSeconds }
      type.property("jitterSeconds") { $0.schedule.jitterSeconds }
      type.property("startAt") { $0.schedule.startAt?.timestamp }
      type.property("endAt") { $0.schedule.endAt?.timestamp }
      type.property("paused") { $0.schedule.isPaused }
      type.property("pauseNote") { $0.schedule.pauseNote }
      type.property("pauseOnFailure") { $0.schedule.pausesOnFailure }
      type.property("nextFireTimes") { source, info in
        let count = try InputReader(info.arguments.values).int("count") ?? defaultFireTimes
        return try nextFireTimes(of: source, count: count, after: Date()).map(\.timestamp)
      }
      type.null("lastFireTime")
    }
  }

  /// The next planned times. Pause, disablement and jitter have no part in them (A15).
  static func nextFireTimes(of source: CollectionSchedule, count: Int, after now: Date) throws -> [Date] {
    guard fireTimes.contains(count) else {
      throw Refusal.invalid("count", "must be from \(fireTimes.lowerBound) to \(fireTimes.upperBound)")
    }
    do throws(ScheduleFault) {
      return try FirePlan(source.schedule, anchor: source.anchor).times(after: now, count: count)
    } catch {
      // Stored before expressions were checked as strictly as now: it fires at no time.
      return []
    }
  }
}
