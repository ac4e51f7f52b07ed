import Domain
import Foundation
import ScheduleEngine
import Storage
import TestSupport
import Testing

@testable import Scheduler

/// Every planned time is accounted for exactly once, whenever somebody looks.
@Suite struct DueDecisionTests {
  private static let start = ScheduledSample.start

  @Test func firesAtItsTimeAndLooksAhead() throws {
    var due = ScheduledSample.saved(Schedule(intervalSeconds: 60))
    #expect(due.state.next?.plannedAt == Self.start + 60)
    let early = DueDecision.decide(due, now: Self.start + 59.9)
    #expect(early.fire == .none && early.state == due.state)
    let decision = DueDecision.decide(due, now: Self.start + 60)
    #expect(decision.fire == .run(Self.start + 60) && decision.missed == nil)
    #expect(decision.state.next?.plannedAt == Self.start + 120)
    due.state = decision.state
    #expect(DueDecision.decide(due, now: Self.start + 60.5).fire == .none)
  }

  @Test func afterADayOneFireIsMadeUpForAndOneRowTellsOfTheOthers() throws {
    let due = ScheduledSample.saved(Schedule(intervalSeconds: 3_600))
    let decision = DueDecision.decide(due, now: Self.start + 86_400 + 1_800)
    #expect(decision.fire == .run(Self.start + 86_400))
    let missed = try #require(decision.missed)
    #expect(missed.reason == .missed && missed.scheduledFor == Self.start + 3_600)
    #expect(missed.text == "23 fires from 2026-01-01T01:00:00.000Z to 2026-01-01T23:00:00.000Z")
    #expect(decision.state.next?.plannedAt == Self.start + 90_000)
  }

  @Test func aWindowOfZeroMakesUpForNothing() throws {
    let due = ScheduledSample.saved(Schedule(intervalSeconds: 3_600, catchupWindowSeconds: 0))
    let decision = DueDecision.decide(due, now: Self.start + 7_200 + 1_800)
    #expect(decision.fire == .none)
    #expect(decision.missed?.text == "2 fires from 2026-01-01T01:00:00.000Z to 2026-01-01T02:00:00.000Z")
  }

  @Test func aDisabledEndpointIsToldOfInTheRow() throws {
    var due = ScheduledSample.saved(Schedule(intervalSeconds: 60))
    due.isEndpointEnabled = false
    guard case .skip(let row) = DueDecision.decide(due, now: Self.start + 60).fire else {
      Issue.record("the fire is not skipped")
      return
    }
    #expect(row.reason == .endpointDisabled && row.scheduledFor == Self.start + 60)
  }

  @Test(arguments: [UInt64](1...40))
  func everyPlannedTimeIsAccountedForOnce(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let interval = Int.random(in: 1...90, using: &random)
    let schedule =
      Bool.random(using: &random)
      ? Schedule(
        intervalSeconds: interval, catchupWindowSeconds: [0, 60, 86_400].randomElement(using: &random) ?? 0,
        jitterSeconds: [0, 0, 5, 120].randomElement(using: &random) ?? 0)
      : Schedule(cron: "*/\(Int.random(in: 1...7, using: &random)) * * * *", timezone: "Europe/Berlin")
    var due = ScheduledSample.saved(schedule)
    var now = Self.start
    var fired: [Date] = []
    var missed = 0
    for _ in 0..<400 {
      // Mostly small steps, now and then a long absence.
      now +=
        Int.random(in: 0..<30, using: &random) == 0
        ? Double.random(in: 100...40_000, using: &random) : Double.random(in: 0...40, using: &random)
      while let next = due.state.next, next.dueAt <= now {
        let decision = DueDecision.decide(due, now: now)
        #expect(decision.state.handledThrough > due.state.handledThrough)
        if case .run(let plannedAt) = decision.fire { fired.append(plannedAt) }
        if let row = decision.missed { missed += try #require(Int(row.text.prefix { $0 != " " })) }
        due.state = decision.state
      }
    }
    let plan = try FirePlan(schedule, anchor: Self.start)
    let handled = due.state.handledThrough
    #expect(fired.count + missed == plan.count(in: Self.start + 0.000_001..<handled + 0.000_001))
    #expect(Set(fired).count == fired.count && fired == fired.sorted())
    #expect(Set(fired).isSubset(of: plan.times(after: Self.start, count: 200_000)))
    #expect(fired.count > 10)
  }
}
