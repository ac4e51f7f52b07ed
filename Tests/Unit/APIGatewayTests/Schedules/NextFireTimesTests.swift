import Contracts
import Domain
import Foundation
import Testing

@testable import APIGateway

/// The planned times of a schedule, as the API shows them (A15).
@Suite struct NextFireTimesTests {
  private static let now = Date(timeIntervalSince1970: 1_750_000_000)

  private static func source(_ schedule: Schedule) throws -> CollectionSchedule {
    try #require(
      CollectionSchedule(
        of: MetadataCollection(
          id: .v7(), endpointID: .v7(), name: "c", isEnabled: false, schedule: schedule, filters: nil,
          createdAt: now.addingTimeInterval(-100), updatedAt: now, deletedAt: nil)))
  }

  @Test func pauseDisablementAndJitterHaveNoPart() throws {
    let schedule = Schedule(cron: "0 9 * * *", timezone: "Europe/Berlin", jitterSeconds: 600, isPaused: true)
    let times = try ScheduleResolvers.nextFireTimes(of: Self.source(schedule), count: 2, after: Self.now)
    #expect(times.map(\.timestamp) == ["2025-06-16T07:00:00.000Z", "2025-06-17T07:00:00.000Z"])
  }

  @Test func anIntervalCountsFromTheCollectionsBegin() throws {
    let times = try ScheduleResolvers.nextFireTimes(
      of: Self.source(Schedule(intervalSeconds: 600)), count: 2, after: Self.now)
    #expect(times == [500, 1_100].map { Self.now.addingTimeInterval($0) })
  }

  @Test func noneWhereNoneWillCome() throws {
    let ended = Schedule(cron: "@daily", endAt: Self.now)
    #expect(try ScheduleResolvers.nextFireTimes(of: Self.source(ended), count: 5, after: Self.now) == [])
  }

  @Test(arguments: [0, -1, 101]) func theCountIsFromOneToAHundred(count: Int) throws {
    let source = try Self.source(Schedule(cron: "@daily"))
    let refusal = #expect(throws: Refusal.self) {
      try ScheduleResolvers.nextFireTimes(of: source, count: count, after: Self.now)
    }
    #expect(refusal?.code == .invalidInput)
    #expect(refusal?.field == "count")
    #expect(try ScheduleResolvers.nextFireTimes(of: source, count: 100, after: Self.now).count == 100)
  }
}
