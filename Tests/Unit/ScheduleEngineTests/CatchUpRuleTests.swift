import Foundation
import TestSupport
import Testing

@testable import ScheduleEngine

@Suite struct CatchUpRuleTests {
  private static let rule = CatchUpRule(window: 86_400, tolerance: 5)
  /// Hours at which the plan fires, from the first.
  private static let start = Date(timeIntervalSince1970: 1_750_003_200)
  private static let hourly = FirePlan(everySeconds: 3_600, anchor: start, startAt: start)

  private static func hour(_ number: Double) -> Date { start.addingTimeInterval(number * 3_600) }

  @Test func nothingIsDueBetweenFires() {
    let due = Self.rule.decide(Self.hourly, lastHandled: Self.hour(2), now: Self.hour(2.9))
    #expect(due == DueFires(fire: nil, missed: nil, handledThrough: Self.hour(2)))
  }

  @Test(arguments: [0, 0.001, 4.9]) func aFireAtItsTimeIsRegular(late: Double) {
    let now = Self.hour(3).addingTimeInterval(late)
    let due = Self.rule.decide(Self.hourly, lastHandled: Self.hour(2), now: now)
    #expect(
      due
        == DueFires(
          fire: .init(plannedAt: Self.hour(3), kind: .regular), missed: nil, handledThrough: Self.hour(3)))
  }

  @Test func aSingleMissedFireIsMadeUpFor() {
    let due = Self.rule.decide(Self.hourly, lastHandled: Self.hour(2), now: Self.hour(3.5))
    #expect(
      due
        == DueFires(
          fire: .init(plannedAt: Self.hour(3), kind: .catchUp), missed: nil, handledThrough: Self.hour(3)))
  }

  @Test func afterADayTheLatestIsMadeUpForAndTheOthersAreCounted() {
    let due = Self.rule.decide(Self.hourly, lastHandled: Self.hour(2), now: Self.hour(26.5))
    #expect(due.fire == .init(plannedAt: Self.hour(26), kind: .catchUp))
    #expect(due.missed == .init(count: 23, first: Self.hour(3), last: Self.hour(25)))
    #expect(due.handledThrough == Self.hour(26))
    let rest = Self.rule.decide(Self.hourly, lastHandled: due.handledThrough, now: Self.hour(26.5))
    #expect(rest.fire == nil && rest.missed == nil)
  }

  /// The fire that is due right now takes the place of what was missed before it.
  @Test func aRegularFireTakesThePlaceOfMissedOnes() {
    let due = Self.rule.decide(
      Self.hourly, lastHandled: Self.hour(2), now: Self.hour(5).addingTimeInterval(1))
    #expect(due.fire == .init(plannedAt: Self.hour(5), kind: .regular))
    #expect(due.missed == .init(count: 2, first: Self.hour(3), last: Self.hour(4)))
  }

  @Test(arguments: [(0.0, 3.5), (60.0, 3.5), (1_799.0, 3.5)])
  func whatIsOlderThanTheWindowIsNotMadeUpFor(window: Double, now: Double) {
    let rule = CatchUpRule(window: window, tolerance: 5)
    let due = rule.decide(Self.hourly, lastHandled: Self.hour(0), now: Self.hour(now))
    #expect(due.fire == nil)
    #expect(due.missed == .init(count: 3, first: Self.hour(1), last: Self.hour(3)))
    #expect(due.handledThrough == Self.hour(3))
    // A fire at its time does not need the window.
    #expect(rule.decide(Self.hourly, lastHandled: Self.hour(3), now: Self.hour(4)).fire?.kind == .regular)
  }

  @Test func theWindowIncludesItsEnd() {
    let rule = CatchUpRule(window: 1_800, tolerance: 5)
    let due = rule.decide(Self.hourly, lastHandled: Self.hour(2), now: Self.hour(3.5))
    #expect(due.fire == .init(plannedAt: Self.hour(3), kind: .catchUp))
  }

  /// Fires that follow each other faster than the clock looks are all carried out.
  @Test func fastFiresAreAllRegular() {
    let plan = FirePlan(everySeconds: 1, anchor: Self.start)
    let now = Self.start.addingTimeInterval(103.5)
    var handled = Self.start.addingTimeInterval(100)
    var fires: [Date] = []
    while let fire = Self.rule.decide(plan, lastHandled: handled, now: now).fire {
      #expect(fire.kind == .regular)
      fires.append(fire.plannedAt)
      handled = fire.plannedAt
    }
    #expect(fires == [101, 102, 103].map { Self.start.addingTimeInterval($0) })
  }

  /// Whatever the plan: every fire that is due is dealt with exactly once, and at most one is made up for.
  @Test func everyDueFireIsAccountedForOnce() throws {
    var generator = SeededGenerator(seed: 9)
    var expressions = RandomExpression(seed: 10)
    for _ in 0..<300 {
      let zone = try #require(IANAZone(FirePropertyTests.zones.randomElement(using: &generator) ?? "UTC"))
      let plan =
        Bool.random(using: &generator)
        ? FirePlan(expressions.next(), in: zone)
        : FirePlan(everySeconds: Int.random(in: 1...90_000, using: &generator), anchor: Self.start)
      let rule = CatchUpRule(
        window: Double(Int.random(in: 0...90_000, using: &generator)),
        tolerance: Double(Int.random(in: 0...120, using: &generator)))
      let begin = Self.start.addingTimeInterval(Double(Int.random(in: 0...300_000_000, using: &generator)))
      let now = begin.addingTimeInterval(Double(Int.random(in: 0...100_000, using: &generator)))
      let due = plan.times(from: begin.addingTimeInterval(1), to: now.addingTimeInterval(1), limit: 200_000)
      var handled = begin
      var regular: [Date] = []
      var madeUp: [Date] = []
      var missed = 0
      for _ in 0...due.count {
        let answer = rule.decide(plan, lastHandled: handled, now: now)
        if let fire = answer.fire {
          if fire.kind == .regular { regular.append(fire.plannedAt) } else { madeUp.append(fire.plannedAt) }
        }
        missed += answer.missed?.count ?? 0
        if answer.handledThrough == handled { break }
        handled = answer.handledThrough
      }
      #expect(regular.count + madeUp.count + missed == due.count)
      #expect(regular == due.filter { $0 > now.addingTimeInterval(-rule.tolerance) || $0 == now })
      #expect(madeUp.count <= 1)
      let isLatestYoung =
        due.last.map { rule.window > 0 && now.timeIntervalSince($0) <= rule.window } ?? false
      #expect(madeUp == (regular.isEmpty && isLatestYoung ? due.suffix(1) : []))
    }
  }
}
