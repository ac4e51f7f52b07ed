import Contracts
import Foundation
import Testing

@testable import RunExecutor

/// Who is there, from what is heard and when.
@Suite struct MembershipTests {
  private let own = UUID()
  private let other = UUID()
  private let start = ContinuousClock().now

  private func heartbeat(_ id: UUID, isActive: Bool = true) -> ExecutorHeartbeat {
    ExecutorHeartbeat(
      executorID: id, name: "run-executor-2@host", isActive: isActive, asks: false, startedAt: .distantPast,
      endpoints: 0, runs: 0)
  }

  @Test func countsItselfAndWhomItHears() {
    var membership = Membership(own: own)
    #expect(membership.members == [own])
    let isNew = membership.receive(heartbeat(other), at: start)
    let isNewAgain = membership.receive(heartbeat(other), at: start + .seconds(2))
    let isOwnNew = membership.receive(heartbeat(own), at: start)
    #expect(isNew && !isNewAgain && !isOwnNew)
    #expect(membership.members == [own, other])
  }

  @Test func letsGoOfTheSilent() {
    var membership = Membership(own: own)
    _ = membership.receive(heartbeat(other), at: start)
    let early = membership.expire(at: start + Membership.patience - .milliseconds(1))
    let late = membership.expire(at: start + Membership.patience)
    #expect(!early && late && membership.members == [own])
    let isBack = membership.receive(heartbeat(other), at: start + .seconds(20))
    #expect(isBack)
  }

  @Test func goodbyeIsFinal() {
    var membership = Membership(own: own)
    _ = membership.receive(heartbeat(other), at: start)
    let hasLeft = membership.receive(heartbeat(other, isActive: false), at: start)
    let isBack = membership.receive(heartbeat(other), at: start + .seconds(1))
    #expect(hasLeft && !isBack && membership.members == [own])
  }

  @Test func whoLeavesCountsItselfNoMore() {
    var membership = Membership(own: own)
    _ = membership.receive(heartbeat(other), at: start)
    membership.leave()
    #expect(membership.members == [other])
  }
}
