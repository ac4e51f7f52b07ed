import Contracts
import Domain
import Foundation
import Testing

@testable import APIGateway

/// The planned times of a schedule, as the API shows them (A15).
@Suite struct NextFireTimesTests {
  private static let now = Date(timeIntervalSince1970: 1_750_000_000)

  private static func times(_ schedule: Schedule, _ count: Int, anchor: Date = now) throws -> [Date] {
    try ScheduleResolvers.nextFireTimes(of: schedule, anchor: anchor, count: count, after: now)
  }

  @Test func pauseDisablementAndJitterHaveNoPart() throws {
    let schedule = Schedule(cron: "0 9 * * *", timezone: "Europe/Berlin", jitterSeconds: 600, isPaused: true)
    let times = try Self.times(schedule, 2)
    #expect(times.map(\.timestamp) == ["2025-06-16T07:00:00.000Z", "2025-06-17T07:00:00.000Z"])
  }

  @Test func anIntervalCountsFromItsSaving() throws {
    let times = try Self.times(
      Schedule(intervalSeconds: 600), 2, anchor: Self.now.addingTimeInterval(-100))
    #expect(times == [500, 1_100].map { Self.now.addingTimeInterval($0) })
  }

  @Test func noneWhereNoneWillCome() throws {
    let ended = Schedule(cron: "@daily", endAt: Self.now)
    #expect(try Self.times(ended, 5) == [])
  }

  @Test(arguments: [0, -1, 101]) func theCountIsFromOneToAHundred(count: Int) throws {
    let daily = Schedule(cron: "@daily")
    let refusal = #expect(throws: Refusal.self) {
      try Self.times(daily, count)
    }
    #expect(refusal?.code == .invalidInput)
    #expect(refusal?.field == "count")
    #expect(try Self.times(daily, 100).count == 100)
  }
}
