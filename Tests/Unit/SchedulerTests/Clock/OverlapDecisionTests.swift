import Domain
import Storage
import Testing

@testable import Scheduler

/// What becomes of a fire that meets an active run.
@Suite struct OverlapDecisionTests {
  @Test func followsThePolicy() {
    #expect(OverlapDecision.decide(.skip, isBuffered: false, active: .manual) == .skip)
    #expect(OverlapDecision.decide(.bufferOne, isBuffered: false, active: .schedule) == .buffer)
    #expect(OverlapDecision.decide(.bufferOne, isBuffered: true, active: .schedule) == .skip)
    #expect(OverlapDecision.decide(.cancelOther, isBuffered: false, active: .manual) == .cancel)
  }

  @Test(arguments: [Schedule.Overlap.skip, .bufferOne, .cancelOther])
  func backfillsStayBehind(policy: Schedule.Overlap) {
    #expect(OverlapDecision.decide(policy, isBuffered: false, active: .backfill) == .buffer)
    #expect(OverlapDecision.decide(policy, isBuffered: true, active: .backfill) == .skip)
  }
}
