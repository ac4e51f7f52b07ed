import Foundation
import TestSupport
import Testing

@testable import RunExecutor

@Suite struct PaceLaneTests {
  private let start = ContinuousClock.now

  /// Lets `count` requests through one after another.
  /// - Returns: when each went out, in seconds.
  private func schedule(_ lane: inout PaceLane, _ count: Int, from first: Double = 0) -> [Double] {
    var elapsed = first
    return (0..<count).map { _ in
      let ticket = lane.enter()
      while let wait = lane.turn(of: ticket, at: start + .seconds(elapsed)) {
        elapsed += wait / .seconds(1) + 1e-6
      }
      return elapsed
    }
  }

  @Test func withoutALimitNobodyWaits() {
    var lane = PaceLane()
    #expect(schedule(&lane, 100).allSatisfy { $0 == 0 })
  }

  @Test(arguments: [0.5, 2, 7, 100, 3_000])
  func requestsKeepTheRate(_ rate: Double) {
    var lane = PaceLane()
    lane.limit(to: rate, at: start)
    let times = schedule(&lane, 400)
    let burst = max(1, rate / 10)
    // In no second more than the rate and the burst.
    for (index, time) in times.enumerated() {
      let inSecond = times[index...].prefix { $0 < time + 1 }.count
      #expect(Double(inSecond) <= rate + burst + 1)
    }
    #expect(times[399] >= (399 - burst) / rate - 1e-3)
    #expect(times[399] <= 399 / rate + 0.01)
  }

  @Test func anIdleTimeSavesNothingUp() {
    var lane = PaceLane()
    lane.limit(to: 2, at: start)
    _ = schedule(&lane, 1)
    let times = schedule(&lane, 3, from: 1_000)
    #expect(times[1] - times[0] > 0.49 && times[2] - times[1] > 0.49)
  }

  @Test func firstComeFirstServed() {
    var lane = PaceLane()
    lane.limit(to: 1, at: start)
    let tickets = (0..<3).map { _ in lane.enter() }
    #expect(lane.turn(of: tickets[1], at: start) == .seconds(1))
    #expect(lane.turn(of: tickets[0], at: start) == nil)
    #expect(lane.turn(of: tickets[2], at: start) != nil)
    #expect(lane.turn(of: tickets[1], at: start + .milliseconds(1_001)) == nil)
    #expect(lane.turn(of: tickets[2], at: start + .milliseconds(1_001)) != nil)
  }

  @Test func whoeverLeavesMakesRoom() {
    var lane = PaceLane()
    lane.limit(to: 1, at: start)
    let (first, second) = (lane.enter(), lane.enter())
    lane.leave(first)
    #expect(lane.turn(of: second, at: start) == nil)
    lane.leave(second)
    #expect(lane.isEmpty)
  }

  @Test func aNewRateReachesThoseWhoWait() {
    var lane = PaceLane()
    lane.limit(to: 0.01, at: start)
    _ = schedule(&lane, 1)
    let waiting = lane.enter()
    #expect(lane.turn(of: waiting, at: start).map { $0 > .seconds(90) } == true)
    lane.limit(to: 10, at: start)
    #expect(lane.turn(of: waiting, at: start).map { $0 <= .milliseconds(100) } == true)
    lane.limit(to: nil, at: start)
    #expect(lane.turn(of: waiting, at: start) == nil)
  }
}
