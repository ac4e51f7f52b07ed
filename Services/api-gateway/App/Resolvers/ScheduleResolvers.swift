import Contracts
import Domain
import Foundation
import GraphQL
import ScheduleEngine
import Storage

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
      type.property("description") { ScheduleWords.describe($0.schedule) }
      type.batch("nextFireTimes") { sources, info in
        let count = try InputReader(info.arguments.values).int("count") ?? defaultFireTimes
        let now = Date()
        let anchors = try await anchors(of: sources, info)
        return try zip(sources, anchors).map { source, anchor in
          let times = try nextFireTimes(of: source.schedule, anchor: anchor, count: count, after: now)
          return .success(times.map(\.timestamp).resolved)
        }
      }
      type.link("lastFireTime", by: { $0.collectionID }) { ids, info in
        try await info.read { try await ScheduleQueries.states(of: ids, in: $0) }
          .compactMapValues { $0.lastFireAt?.timestamp }
      }
    }
  }

  /// What intervals count from; read only where there is one that does.
  private static func anchors(of sources: [CollectionSchedule], _ info: ResolveInfo) async throws -> [Date] {
    let asked = sources.filter(\.countsFromItsSaving).map(\.collectionID)
    guard !asked.isEmpty else { return sources.map(\.changedAt) }
    let states = try await info.read { try await ScheduleQueries.states(of: asked, in: $0) }
    return sources.map { states[$0.collectionID]?.savedAt ?? $0.changedAt }
  }

  /// The next planned times. Pause, disablement and jitter have no part in them (A15).
  /// - Parameter anchor: when the schedule was saved.
  static func nextFireTimes(
    of schedule: Schedule, anchor: Date, count: Int, after now: Date
  ) throws -> [Date] {
    guard fireTimes.contains(count) else {
      throw Refusal.invalid("count", "must be from \(fireTimes.lowerBound) to \(fireTimes.upperBound)")
    }
    do throws(ScheduleFault) {
      return try FirePlan(schedule, anchor: anchor).times(after: now, count: count)
    } catch {
      // Stored before expressions were checked as strictly as now: it fires at no time.
      return []
    }
  }
}
