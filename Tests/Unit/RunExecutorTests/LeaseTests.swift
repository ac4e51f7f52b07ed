import Foundation
import Storage
import Testing

@testable import RunExecutor

@Suite(.timeLimit(.minutes(3))) struct LeaseTests {
  private let start = ContinuousClock.now

  private func hold() -> RunClaims.Hold { RunClaims.Hold(runID: UUID(), fence: 1) }

  @Test func aLeaseCountsFromTheSendingOfItsRenewal() {
    var ledger = LeaseLedger(ttl: .seconds(15))
    let hold = hold()
    ledger.add(hold, sentAt: start)
    #expect(ledger.expire(at: start + .seconds(14)).isEmpty)
    #expect(ledger.renewed([hold], kept: [hold.runID], sentAt: start + .seconds(5)).isEmpty)
    #expect(ledger.expire(at: start + .seconds(19)).isEmpty)
    #expect(ledger.expire(at: start + .seconds(20)) == [hold])
    #expect(ledger.holds.isEmpty)
  }

  @Test func anAnswerThatOvertakesAnotherTakesNothingBack() {
    var ledger = LeaseLedger(ttl: .seconds(15))
    let hold = hold()
    ledger.add(hold, sentAt: start)
    _ = ledger.renewed([hold], kept: [hold.runID], sentAt: start + .seconds(10))
    _ = ledger.renewed([hold], kept: [hold.runID], sentAt: start + .seconds(5))
    #expect(ledger.expire(at: start + .seconds(24)).isEmpty)
  }

  @Test func onlyTheAskedCanBeLost() {
    var ledger = LeaseLedger(ttl: .seconds(15))
    let (asked, ended, young) = (hold(), hold(), hold())
    ledger.add(asked, sentAt: start)
    ledger.add(ended, sentAt: start)
    ledger.remove(ended)
    ledger.add(young, sentAt: start)
    #expect(ledger.renewed([asked, ended], kept: [], sentAt: start) == [asked])
    #expect(ledger.holds == [young])
  }

  @Test func aLostRunIsInterruptedAtOnce() async {
    let held = HeldRuns(ttl: .seconds(15))
    let (lost, kept) = (hold(), hold())
    let (lostSignal, keptSignal) = (RunSignal(), RunSignal())
    held.add(lost, sentAt: start, signal: lostSignal)
    held.add(kept, sentAt: start, signal: keptSignal)
    async let wake = lostSignal.wait(until: start + .seconds(3_600))
    #expect(held.renewed([lost, kept], kept: [kept.runID], sentAt: start) == 1)
    #expect(await wake == .interrupted(.revoked))
    #expect(keptSignal.interruption == nil)
  }

  /// By this age, beside the length of a lease, an alert tells that an executor is about to lose its runs.
  @Test func theAgeOfLeasesCountsFromTheLastRenewalThatWasSent() {
    let held = HeldRuns(ttl: .seconds(15), at: start)
    #expect(held.age(at: start + .seconds(4)) == .seconds(4))
    _ = held.renewed([], kept: [], sentAt: start + .seconds(5))
    #expect(held.age(at: start + .seconds(7)) == .seconds(2))
    let run = hold()
    held.add(run, sentAt: start, signal: RunSignal())
    _ = held.renewed([run], kept: [run.runID], sentAt: start + .seconds(10))
    #expect(held.age(at: start + .seconds(19)) == .seconds(9))
  }

  @Test func aRunThatCannotBeRenewedIsInterruptedWhenItsLeaseMayHaveLapsed() async {
    let held = HeldRuns(ttl: .seconds(15))
    let signal = RunSignal()
    held.add(hold(), sentAt: start, signal: signal)
    #expect(held.tick(at: start + .seconds(14)) == 0)
    #expect(signal.interruption == nil)
    #expect(held.tick(at: start + .seconds(16)) == 1)
    #expect(signal.interruption == .leaseLost)
  }

  @Test func aRevocationStopsTheHolderOfThatFenceAlone() {
    let held = HeldRuns(ttl: .seconds(15))
    let mine = hold()
    let next = RunClaims.Hold(runID: mine.runID, fence: mine.fence + 1)
    let (signal, nextSignal) = (RunSignal(), RunSignal())
    held.add(mine, sentAt: start, signal: signal)
    held.add(next, sentAt: start, signal: nextSignal)
    held.revoke(mine, at: start)
    #expect(signal.interruption == .revoked)
    #expect(nextSignal.interruption == nil)
    // It is not renewed any more.
    #expect(held.holds == [next])
  }

  @Test func aRevocationMayComeBeforeTheClaimsAnswer() {
    let held = HeldRuns(ttl: .seconds(15))
    let early = hold()
    held.revoke(early, at: start)
    _ = held.tick(at: start + .seconds(14))
    let signal = RunSignal()
    held.add(early, sentAt: start, signal: signal)
    #expect(signal.interruption == .revoked)
    #expect(held.holds.isEmpty)
  }

  @Test func anOldRevocationIsForgotten() {
    let held = HeldRuns(ttl: .seconds(15))
    let hold = hold()
    held.revoke(hold, at: start)
    _ = held.tick(at: start + .seconds(16))
    let signal = RunSignal()
    held.add(hold, sentAt: start + .seconds(16), signal: signal)
    #expect(signal.interruption == nil)
  }

  @Test func beforeAWriteTheLeaseIsLookedAtOnceMore() {
    let held = HeldRuns(ttl: .seconds(15))
    let (frozen, other) = (hold(), hold())
    let (signal, otherSignal) = (RunSignal(), RunSignal())
    held.add(frozen, sentAt: start, signal: signal)
    held.add(other, sentAt: start, signal: otherSignal)
    #expect(held.check(frozen, at: start + .seconds(14)) == 0)
    #expect(held.check(frozen, at: start + .seconds(16)) == 1)
    #expect(signal.interruption == .leaseLost)
    #expect(otherSignal.interruption == nil)
    // It is told once, also when the tick comes.
    #expect(held.check(frozen, at: start + .seconds(17)) == 0)
  }

  @Test func aShutdownReachesRunsThatComeLate() {
    let held = HeldRuns(ttl: .seconds(15))
    held.interruptAll(.shutdown)
    let signal = RunSignal()
    held.add(hold(), sentAt: start, signal: signal)
    #expect(signal.interruption == .shutdown)
  }
}
