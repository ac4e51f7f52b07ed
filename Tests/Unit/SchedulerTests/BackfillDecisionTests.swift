import Contracts
import Domain
import Foundation
import Storage
import Testing

@testable import Scheduler

/// Which planned times a backfill makes up for.
@Suite struct BackfillDecisionTests {
  private static let start = ScheduledSample.start

  private func times(
    _ schedule: Schedule?, from: Date, to: Date, now: Date = start + 1e6
  ) throws(Refusal) -> [Date] {
    let collection = ScheduledSample.collection(schedule)
    let command = BackfillCollection(collectionID: collection.id, requestedBy: "test", from: from, to: to)
    return try BackfillDecision.times(command, of: collection, anchor: Self.start, now: now)
  }

  @Test func includesTheBeginAndNotTheEnd() throws {
    let hourly = Schedule(cron: "0 * * * *")
    let found = try times(hourly, from: Self.start, to: Self.start + 3 * 3_600)
    #expect(found == [0, 3_600, 7_200].map { Self.start + $0 })
  }

  @Test func leavesTheFutureToTheSchedule() throws {
    let hourly = Schedule(cron: "0 * * * *")
    let found = try times(hourly, from: Self.start, to: Self.start + 86_400, now: Self.start + 3_700)
    #expect(found.count == 2)
  }

  @Test func intervalsReachBackBeforeTheyWereSaved() throws {
    let found = try times(
      Schedule(intervalSeconds: 600), from: Self.start - 3_600, to: Self.start + 601)
    #expect(found == stride(from: -3_600.0, through: 600, by: 600).map { Self.start + $0 })
    let bounded = Schedule(intervalSeconds: 600, startAt: Self.start)
    #expect(try times(bounded, from: Self.start - 3_600, to: Self.start + 601).count == 2)
  }

  @Test func refusesWhatIsTooMuchOrNothing() {
    let every = Schedule(intervalSeconds: 1)
    let many = #expect(throws: Refusal.self) { try times(every, from: Self.start, to: Self.start + 1_001) }
    #expect(many?.field == "to")
    #expect((try? times(every, from: Self.start, to: Self.start + 1_000))?.count == 1_000)
    let manual = #expect(throws: Refusal.self) { try times(nil, from: Self.start, to: Self.start + 1) }
    #expect(manual?.code == .scheduleInvalid)
  }
}
