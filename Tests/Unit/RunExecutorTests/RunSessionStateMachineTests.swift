import Domain
import Foundation
import TestSupport
import Testing

@testable import RunExecutor

@Suite struct RunSessionStateMachineTests {
  typealias Machine = RunSessionStateMachine

  private let start = Date(timeIntervalSince1970: 1_700_000_000)

  private func machine(timeout: Duration = .seconds(600)) -> Machine {
    Machine(runID: UUID(), claimedAt: start, timeout: timeout, policy: policy)
  }

  /// Without jitter, so that transcripts tell exact times.
  private let policy = RetryPolicy(backoff: Backoff(initial: .seconds(1), cap: .seconds(10), jitter: 0))

  /// Plays events, each at its second, and answers the actions.
  private func play(_ machine: inout Machine, _ events: [(Double, Machine.Event)]) -> [Machine.Action] {
    var random = SeededGenerator(seed: 1)
    return events.map { machine.handle($0.1, at: .seconds($0.0), using: &random) }
  }

  private func expectPause(
    _ action: Machine.Action?, from first: Double, to last: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard case .pause(let until) = action else {
      Issue.record("expected a pause, got \(String(describing: action))", sourceLocation: sourceLocation)
      return
    }
    #expect((first...last).contains(until / .seconds(1)), sourceLocation: sourceLocation)
  }

  private func history(_ machine: Machine) -> [String] {
    machine.activities.map { "\($0.name) \($0.attempt) \($0.outcome)" }
  }

  @Test func aRunThatSucceeds() {
    var machine = machine()
    let actions = play(&machine, [(0.5, .claimed), (0.75, .ready), (5, .collected), (5.5, .written)])
    #expect(
      actions == [
        .perform(.prepare, attempt: 1, deadline: .seconds(60.5)),
        .perform(.collect, attempt: 1, deadline: .seconds(600)), .write(.succeeded), .stop,
      ])
    #expect(
      history(machine) == ["markRunStarted 1 ok", "prepareCollectionJob 1 ok", "collectMetadata 1 ok"])
    #expect(machine.activities.map(\.startedAt) == [0, 0.5, 0.75].map { start.addingTimeInterval($0) })
    #expect(machine.writeStart == .seconds(5))
  }

  @Test func aSkip() {
    var machine = machine()
    let actions = play(
      &machine,
      [(0, .claimed), (1, .skip(.endpointDisabled, text: "the endpoint is disabled")), (2, .written)])
    #expect(actions[1] == .write(.skipped(.endpointDisabled, text: "the endpoint is disabled")))
    #expect(actions[2] == .stop)
    #expect(history(machine) == ["markRunStarted 1 ok", "prepareCollectionJob 1 skipped"])
    #expect(machine.activities.last?.error == "the endpoint is disabled")
  }

  @Test func triesThreeTimesWithGrowingPauses() {
    var machine = machine()
    let failure = RunFailure.upstream("broken")
    let actions = play(
      &machine,
      [
        (0, .claimed), (0, .ready), (1, .workFailed(failure)), (2, .pauseOver), (3, .workFailed(failure)),
        (5, .pauseOver), (6, .workFailed(failure)),
      ])
    #expect(
      Array(actions.dropFirst(2)) == [
        .pause(until: .seconds(2)), .perform(.collect, attempt: 2, deadline: .seconds(600)),
        .pause(until: .seconds(5)), .perform(.collect, attempt: 3, deadline: .seconds(600)),
        .write(.failed(failure)),
      ])
    #expect(
      history(machine).suffix(3) == [
        "collectMetadata 1 retry", "collectMetadata 2 retry", "collectMetadata 3 failed",
      ])
    #expect(machine.activities.last?.error == "broken")
  }

  @Test func aLaterTryMaySucceed() {
    var machine = machine()
    let actions = play(
      &machine,
      [(0, .claimed), (0, .ready), (1, .workFailed(.upstream("x"))), (2, .pauseOver), (3, .collected)])
    #expect(actions.last == .write(.succeeded))
    #expect(history(machine).suffix(2) == ["collectMetadata 1 retry", "collectMetadata 2 ok"])
  }

  @Test(arguments: [RunFailure.authentication("no"), .configuration("bad", field: "host")])
  func hopelessFailuresAreNotTriedAgain(_ failure: RunFailure) {
    var machine = machine()
    let actions = play(&machine, [(0, .claimed), (0, .ready), (1, .workFailed(failure))])
    #expect(actions.last == .write(.failed(failure)))
  }

  @Test func aPauseThatWouldOutlastTheRunIsNotMade() {
    var machine = machine(timeout: .seconds(10))
    let failure = RunFailure(
      code: "E_UPSTREAM_RATE_LIMITED", message: "slow down", retryClass: .retryAfter(seconds: 30))
    let actions = play(&machine, [(0, .claimed), (0, .ready), (1, .workFailed(failure))])
    #expect(actions.last == .write(.failed(failure)))
  }

  @Test func retryAfterIsHonoured() {
    var machine = machine()
    let failure = RunFailure(
      code: "E_UPSTREAM_RATE_LIMITED", message: "slow down", retryClass: .retryAfter(seconds: 30))
    let actions = play(&machine, [(0, .claimed), (0, .ready), (1, .workFailed(failure))])
    #expect(actions.last == .pause(until: .seconds(31)))
  }

  @Test func theRunsTimeoutEndsIt() {
    var machine = machine(timeout: .seconds(3))
    let actions = play(&machine, [(0, .claimed), (0, .ready), (3.05, .workTimedOut), (3.1, .written)])
    #expect(actions[0] == .perform(.prepare, attempt: 1, deadline: .seconds(3)))
    #expect(actions[1] == .perform(.collect, attempt: 1, deadline: .seconds(3)))
    guard case .write(.failed(let failure)) = actions[2] else {
      Issue.record("expected a failure, got \(actions[2])")
      return
    }
    #expect(failure.code == "E_RUN_TIMEOUT")
    #expect(history(machine).last == "collectMetadata 1 failed")
  }

  @Test func anActivitysTimeoutIsTriedAgain() {
    var machine = machine()
    let actions = play(&machine, [(0, .claimed), (60, .workTimedOut), (61, .pauseOver)])
    #expect(actions[1] == .pause(until: .seconds(61)))
    #expect(actions[2] == .perform(.prepare, attempt: 2, deadline: .seconds(121)))
  }

  @Test(arguments: [0, 1, 2, 3]) func aLostLeaseStopsEverything(_ length: Int) {
    var machine = machine()
    let way: [(Double, Machine.Event)] = [(0, .claimed), (0, .ready), (1, .collected), (2, .storageAway)]
    _ = play(&machine, Array(way.prefix(length + 1)))
    #expect(play(&machine, [(3, .interrupted(.leaseLost))]).first == .stop)
    #expect(play(&machine, [(4, .pauseOver)]).first == .stop)
    #expect(play(&machine, [(4, .collected)]).first == .stop)
  }

  @Test func aShutdownHandsTheRunBack() {
    var machine = machine()
    let actions = play(&machine, [(0, .claimed), (0, .ready), (1, .interrupted(.shutdown))])
    #expect(actions.last == .handBack)
    #expect(history(machine).last == "collectMetadata 1 cancelled")
    #expect(play(&machine, [(2, .collected)]).first == .stop)
  }

  @Test func anAbsentDatabaseIsWaitedForWithTheEndInHand() {
    var machine = machine(timeout: .seconds(5))
    var actions = play(&machine, [(0, .claimed), (0, .ready), (4, .collected), (4, .storageAway)])
    expectPause(actions.last, from: 4.16, to: 4.24)
    // Long past the run's timeout the end is still written: the lease decides, not the clock.
    actions = play(&machine, [(100, .pauseOver), (100, .storageAway), (101, .pauseOver), (101, .written)])
    expectPause(actions[1], from: 100.32, to: 100.48)
    #expect([actions[0], actions[2], actions[3]] == [.write(.succeeded), .write(.succeeded), .stop])
  }

  @Test func resultsThatTheDatabaseNeverTakesAreGivenUp() {
    var machine = machine(timeout: .seconds(5))
    var actions = play(&machine, [(0, .claimed), (0, .ready), (4, .collected)])
    for retry in 1...10 {
      let at = 4 + Double(retry) * 10
      actions = play(&machine, [(at, .storageAway)])
      if retry < 10 { actions += play(&machine, [(at, .pauseOver)]) }
    }
    guard case .write(.failed(let failure)) = actions.last else {
      Issue.record("the run did not fail")
      return
    }
    #expect(failure.code == "E_INTERNAL")
    #expect(
      history(machine).suffix(2) == ["persistCatalogRecords 9 retry", "persistCatalogRecords 10 failed"])
    #expect(machine.writeAttempt == 1, "the failure is written for the first time")
  }

  @Test func aRetryAfterIsHonouredWithinTheRunsTime() {
    var machine = machine(timeout: .seconds(60))
    let patient = RunFailure.rateLimited("slow down", retryAfter: 30)
    var actions = play(&machine, [(0, .claimed), (0, .ready), (5, .workFailed(patient))])
    #expect(actions.last == .pause(until: .seconds(35)))
    // Another wait of the kind would outlast the run: it fails now, and says why.
    actions = play(&machine, [(35, .pauseOver), (36, .workFailed(patient))])
    #expect(actions.last == .write(.failed(patient)))
    #expect(history(machine).suffix(2) == ["collectMetadata 1 retry", "collectMetadata 2 failed"])
  }

  @Test func resultsThatCannotBeStoredFailTheRun() {
    var machine = machine()
    let failure = RunFailure.internal("the results could not be stored")
    let actions = play(&machine, [(0, .claimed), (0, .ready), (1, .collected), (2, .writeFailed(failure))])
    #expect(actions.last == .write(.failed(failure)))
    #expect(history(machine).last == "persistCatalogRecords 1 failed")
  }

  @Test func anEndThatIsRefusedForGoodIsGivenUp() {
    var machine = machine()
    let failure = RunFailure.internal("refused")
    let actions = play(
      &machine,
      [
        (0, .claimed), (1, .workFailed(.authentication("no"))), (1, .writeFailed(failure)), (2, .pauseOver),
        (2, .writeFailed(failure)), (3, .pauseOver), (3, .writeFailed(failure)),
      ])
    #expect(actions.last == .stop)
  }

  @Test func aRevokedRunTellsWhatWasCutOffAndNothingElse() {
    var machine = machine()
    let actions = play(
      &machine, [(0, .claimed), (1, .ready), (3, .interrupted(.revoked)), (3, .written), (4, .collected)])
    #expect(actions.suffix(3) == [.recordCancellation, .stop, .stop])
    #expect(
      history(machine) == ["markRunStarted 1 ok", "prepareCollectionJob 1 ok", "collectMetadata 1 cancelled"])
  }

  @Test func aRunThatIsRevokedInAPauseHadNothingUnderWay() {
    var machine = machine()
    let actions = play(
      &machine, [(0, .claimed), (0, .ready), (1, .workFailed(.upstream("x"))), (1, .interrupted(.revoked))])
    #expect(actions.last == .recordCancellation)
    #expect(history(machine).last == "collectMetadata 1 retry")
  }

  @Test func takenActivitiesAreNotRecordedTwice() {
    var machine = machine()
    _ = play(&machine, [(0, .claimed), (0, .ready), (1, .workFailed(.upstream("x")))])
    #expect(machine.takeActivities().count == 3)
    #expect(machine.activities.isEmpty)
    _ = play(&machine, [(2, .pauseOver), (3, .collected)])
    #expect(history(machine) == ["collectMetadata 2 ok"])
  }

  /// Whatever comes, in whatever order: an end is followed by nothing, and every run of events comes to an end.
  @Test(arguments: 0..<200) func noTranscriptLeavesTheRails(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var machine = machine(timeout: .seconds(Double.random(in: 1...30, using: &random)))
    var elapsed = 0.0
    var event = Machine.Event.claimed
    var actions: [Machine.Action] = []
    for _ in 0..<200 {
      let action = machine.handle(event, at: .seconds(elapsed), using: &random)
      actions.append(action)
      elapsed += Double.random(in: 0...2, using: &random)
      switch action {
      case .perform(_, let attempt, let deadline):
        #expect((1...3).contains(attempt))
        let choices: [Machine.Event] = [
          .ready, .collected, .workFailed(.upstream("x")), .workFailed(.authentication("x")), .workTimedOut,
          .skip(.nothingToDo, text: "x"),
        ]
        event = choices.randomElement(using: &random) ?? .ready
        if event == .workTimedOut { elapsed = max(elapsed, deadline / .seconds(1)) }
      case .pause(let until):
        elapsed = max(elapsed, until / .seconds(1))
        event = .pauseOver
      case .write:
        event =
          [.written, .storageAway, .writeFailed(.internal("x"))].randomElement(using: &random) ?? .written
      case .handBack, .recordCancellation, .stop:
        #expect(play(&machine, [(elapsed, .ready)]).first == .stop)
        return
      }
    }
    Issue.record("the session did not end: \(actions.suffix(5))")
  }
}
