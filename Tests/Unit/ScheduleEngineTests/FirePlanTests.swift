import Domain
import Foundation
import TestSupport
import Testing

@testable import ScheduleEngine

@Suite struct FirePlanTests {
  // MARK: Intervals

  @Test func anIntervalCountsFromWhenItWasSaved() throws {
    let saved = try moment("2025-06-01T10:00:00Z").addingTimeInterval(0.123456)
    let plan = FirePlan(everySeconds: 900, anchor: saved)
    #expect(
      plan.times(after: saved, count: 3) == [900, 1_800, 2_700].map { saved.addingTimeInterval($0) })
    #expect(plan.next(after: saved.addingTimeInterval(-1e6)) == saved.addingTimeInterval(900))
    #expect(plan.next(after: saved.addingTimeInterval(900)) == saved.addingTimeInterval(1_800))
    #expect(plan.previous(atOrBefore: saved.addingTimeInterval(899)) == nil)
    #expect(plan.previous(atOrBefore: saved.addingTimeInterval(900)) == saved.addingTimeInterval(900))
    #expect(plan.count(in: saved..<saved.addingTimeInterval(9_000)) == 9)
    #expect(plan.count(in: saved..<saved.addingTimeInterval(9_000.1)) == 10)
  }

  @Test func anIntervalWithAStartFiresThereFirst() throws {
    let start = try moment("2025-06-01T10:00:00Z")
    let plan = FirePlan(everySeconds: 600, anchor: start.addingTimeInterval(-77), startAt: start)
    #expect(
      plan.times(after: start.addingTimeInterval(-1e5), count: 2) == [start, start.addingTimeInterval(600)])
    #expect(plan.next(after: start) == start.addingTimeInterval(600))
    #expect(plan.previous(atOrBefore: start) == start)
    #expect(plan.previous(atOrBefore: start.addingTimeInterval(-0.001)) == nil)
  }

  @Test func bothEndsAreIncluded() throws {
    let start = try moment("2025-06-01T10:00:00Z")
    let end = start.addingTimeInterval(1_200)
    let interval = FirePlan(everySeconds: 600, anchor: start, startAt: start, endAt: end)
    let early = start.addingTimeInterval(-1e5)
    #expect(interval.times(after: early, count: 9) == [0, 600, 1_200].map { start.addingTimeInterval($0) })
    #expect(interval.next(after: end) == nil)
    #expect(interval.previous(atOrBefore: end.addingTimeInterval(1e6)) == end)
    #expect(interval.count(in: early..<end.addingTimeInterval(1e6)) == 3)
    let cron = try plan("*/10 * * * *", "UTC", startAt: start, endAt: end)
    #expect(cron.times(after: early, count: 9) == [0, 600, 1_200].map { start.addingTimeInterval($0) })
    #expect(cron.previous(atOrBefore: end.addingTimeInterval(1e6)) == end)
    #expect(cron.previous(atOrBefore: early) == nil)
    #expect(cron.count(in: early..<end.addingTimeInterval(1e6)) == 3)
    #expect(cron.count(in: early..<end) == 2)
    let inside = try plan(
      "*/10 * * * *", "UTC", startAt: start.addingTimeInterval(0.001), endAt: end.addingTimeInterval(-0.001))
    #expect(inside.times(after: early, count: 9) == [start.addingTimeInterval(600)])
    #expect(inside.count(in: early..<end.addingTimeInterval(1e6)) == 1)
    let none = try plan("* * * * *", "UTC", startAt: end, endAt: start)
    #expect(none.next(after: early) == nil)
    #expect(none.previous(atOrBefore: end) == nil)
    #expect(none.count(in: early..<end) == 0)
  }

  /// A fire that went through a store of microseconds is still the same fire.
  @Test func whatWasStoredIsTheSameFire() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<2_000 {
      let anchor = Date(timeIntervalSince1970: Double.random(in: 0...4e9, using: &generator))
      let plan = FirePlan(everySeconds: Int.random(in: 1...100_000, using: &generator), anchor: anchor)
      let moment = anchor.addingTimeInterval(Double.random(in: 0...1e8, using: &generator))
      let fire = try #require(plan.next(after: moment))
      #expect(fire > moment.addingTimeInterval(-1e-6))
      let stored = (fire.timeIntervalSinceReferenceDate * 1e6).rounded() / 1e6
      let read = Date(timeIntervalSinceReferenceDate: stored)
      #expect(plan.next(after: read) == plan.next(after: fire))
      #expect(plan.previous(atOrBefore: read) == fire)
    }
  }

  // MARK: Ranges

  @Test func aRangeIncludesItsBeginOnly() throws {
    let plan = try plan("0 * * * *", "UTC")
    let start = try moment("2025-06-01T10:00:00Z")
    let end = try moment("2025-06-01T13:00:00Z")
    let hours = [0, 3_600, 7_200].map { start.addingTimeInterval($0) }
    #expect(plan.times(from: start, to: end, limit: 10) == hours)
    #expect(plan.times(from: start, to: end, limit: 2) == Array(hours.prefix(2)))
    #expect(plan.times(from: start.addingTimeInterval(1), to: end, limit: 10) == Array(hours.dropFirst()))
    #expect(plan.times(from: end, to: start, limit: 10).isEmpty)
    #expect(plan.times(from: start, to: end, limit: 0).isEmpty)
    #expect(plan.latest(in: start..<end) == hours.last)
    #expect(plan.latest(in: start..<start) == nil)
    #expect(plan.latest(in: start.addingTimeInterval(1)..<start.addingTimeInterval(60)) == nil)
    #expect(plan.count(in: start..<end) == 3)
  }

  @Test func countingDenseYearsIsCheap() throws {
    let clock = ContinuousClock()
    let plan = try plan("* * * * *", "Europe/Berlin")
    let range = try moment("2000-01-01T00:00:00Z")..<moment("2100-01-01T00:00:00Z")
    var count = 0
    let duration = clock.measure { count = plan.count(in: range) }
    #expect(count == 36_525 * 1_440)
    #expect(duration < .seconds(1))
  }

  // MARK: Gaps

  @Test(arguments: [
    ("*/5 * * * *", 300.0), ("0 9 * * *", 86_400.0), ("0,1 9 * * *", 60.0), ("0 9,17 * * 1", 28_800.0),
    ("58 * * * *", 3_600.0), ("59,0 * * * *", 60.0),
  ])
  func theSmallestGapOfTheNextFires(expression: String, gap: Double) throws {
    #expect(try plan(expression, "UTC").minimumGap(after: try moment("2025-06-01T00:00:00Z")) == gap)
  }

  @Test func aChangeOfTheClocksMakesGapsSmaller() throws {
    // What was due at half past two fires at the gap's end, at three; half an hour later the next.
    let plan = try plan("30 2,3 * * *", "Europe/Berlin")
    #expect(plan.minimumGap(after: try moment("2025-03-20T00:00:00Z")) == 1_800)
    #expect(plan.minimumGap(after: try moment("2025-05-20T00:00:00Z")) == 3_600)
    let once = try ScheduleEngineTests.plan("0 0 1 1 *", "UTC", endAt: try moment("2026-06-01T00:00:00Z"))
    #expect(once.minimumGap(after: try moment("2025-06-01T00:00:00Z")) == nil)
  }

  // MARK: Speed and bounds

  @Test func tenThousandLooksAheadTakeNoTime() throws {
    let clock = ContinuousClock()
    for (text, zone) in [
      ("0 0 29 2 */1", "Europe/Berlin"), ("0 0 29 2 1", "America/New_York"),
      ("* * 29 2 */7", "Australia/Lord_Howe"),
      ("*/5 * * * *", "UTC"), ("30 2 * * *", "Africa/Casablanca"),
    ] {
      let plan = try plan(text, zone)
      var last = try moment("2025-06-01T00:00:00Z")
      let start = last
      let duration = clock.measure {
        for _ in 0..<10_000 {
          guard let next = plan.next(after: last) else {
            last = start
            continue
          }
          last = next
        }
      }
      // Generous for busy machines; a look at every minute or day would take many times as long.
      #expect(duration < .seconds(3), "\(text): \(duration)")
    }
  }

  @Test func theEndsOfTimeAreNoTrouble() throws {
    for plan in [
      try plan("* * * * *", "Europe/Berlin"), try plan("0 0 29 2 */1", "America/Sao_Paulo"),
      FirePlan(everySeconds: 60, anchor: .distantPast), FirePlan(everySeconds: .max, anchor: .distantFuture),
    ] {
      for date in [
        Date.distantPast, .distantFuture, Date(timeIntervalSince1970: -1e18),
        Date(timeIntervalSince1970: 1e18),
        Date(timeIntervalSince1970: .infinity), Date(timeIntervalSince1970: .nan),
      ] {
        if let next = plan.next(after: date) { #expect(plan.previous(atOrBefore: next) == next) }
        if let previous = plan.previous(atOrBefore: date) { #expect(previous <= date) }
      }
      #expect(plan.next(after: Date(timeIntervalSince1970: 1e18)) == nil)
    }
  }

  // MARK: Stored schedules

  @Test func plansStoredSchedules() throws {
    let start = try moment("2025-06-01T00:00:00Z")
    let cron = try FirePlan(
      Schedule(cron: "0 9 * * *", timezone: "Asia/Tokyo", startAt: start, isPaused: true), anchor: start)
    #expect(cron.next(after: .distantPast) == start)
    let interval = try FirePlan(Schedule(intervalSeconds: 60), anchor: start)
    #expect(interval.next(after: start) == start.addingTimeInterval(60))
    let faults: [(Schedule, ScheduleFault)] = [
      (Schedule(), .rhythm), (Schedule(cron: "@daily", intervalSeconds: 60), .rhythm),
      (Schedule(intervalSeconds: 0), .interval(seconds: 0)),
      (Schedule(cron: "@daily", timezone: "Nowhere"), .zone("Nowhere")),
    ]
    for (schedule, fault) in faults {
      #expect(throws: fault) { try FirePlan(schedule, anchor: start) }
    }
    let error = #expect(throws: ScheduleFault.self) {
      try FirePlan(Schedule(cron: "x * * * *"), anchor: start)
    }
    guard case .cron(let cronError) = error else { throw try #require(error) }
    #expect(cronError.field == .minute)
  }
}
