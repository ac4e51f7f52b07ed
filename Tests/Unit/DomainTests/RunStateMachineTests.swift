import Domain
import TestSupport
import Testing

/// The rules of claims, leases and fences, read as transcripts.
@Suite struct RunStateMachineTests {
  @Test func aRunThatWorks() {
    var run = RunStateMachine()
    #expect(run.handle(.claim(executor: "a", now: 0, ttl: 15)) == .work(fence: 1, attempt: 1))
    #expect(run.handle(.renew(fence: 1, now: 5, ttl: 15)) == .renewed)
    #expect(run.handle(.finish(.succeeded, fence: 1)) == .ended(.succeeded))
    #expect(run.status == .succeeded && run.attempt == 1 && run.lease == nil)
  }

  @Test func theSameMessageTwice() {
    var run = RunStateMachine()
    #expect(run.handle(.claim(executor: "a", now: 0, ttl: 15)) == .work(fence: 1, attempt: 1))
    #expect(run.handle(.claim(executor: "b", now: 1, ttl: 15)) == .discard)
    #expect(run.handle(.finish(.failed, fence: 1)) == .ended(.failed))
    #expect(run.handle(.claim(executor: "b", now: 2, ttl: 15)) == .discard)
  }

  @Test func aZombieWritesNothing() {
    var run = RunStateMachine()
    _ = run.handle(.claim(executor: "a", now: 0, ttl: 15))
    #expect(run.handle(.reap(now: 10)) == .none)
    #expect(run.handle(.reap(now: 16)) == .retrigger)
    #expect(run.handle(.claim(executor: "b", now: 17, ttl: 15)) == .work(fence: 2, attempt: 2))
    #expect(run.handle(.renew(fence: 1, now: 18, ttl: 15)) == .stop)
    #expect(run.handle(.finish(.succeeded, fence: 1)) == .stop)
    #expect(run.status == .running)
  }

  @Test func threeLossesEndIt() {
    var run = RunStateMachine()
    for attempt in 1...3 {
      let now = Double(attempt) * 100
      #expect(
        run.handle(.claim(executor: "a", now: now, ttl: 15)) == .work(fence: Int64(attempt), attempt: attempt)
      )
      #expect(run.handle(.reap(now: now + 16)) == (attempt < 3 ? .retrigger : .ended(.failed)))
    }
  }

  @Test func aHandBackCostsNoAttempt() {
    var run = RunStateMachine()
    _ = run.handle(.claim(executor: "a", now: 0, ttl: 15))
    #expect(run.handle(.handBack(fence: 1)) == .retrigger)
    #expect(run.status == .running)
    #expect(run.handle(.claim(executor: "b", now: 1, ttl: 15)) == .work(fence: 2, attempt: 1))
  }

  @Test func anEndFromOutsideFencesTheHolder() {
    var run = RunStateMachine()
    _ = run.handle(.claim(executor: "a", now: 0, ttl: 15))
    #expect(run.handle(.end(.failed)) == .ended(.failed))
    #expect(run.handle(.finish(.succeeded, fence: 1)) == .stop)
    #expect(run.status == .failed)
  }

  /// Whatever happens in whatever order: terminal is final, fences only grow, attempts stay in bounds, and each
  /// step is one that the table of transitions allows.
  @Test(arguments: 0..<200)
  func holdsItsInvariants(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var run = RunStateMachine()
    var now = 0.0
    for _ in 0..<60 {
      now += Double.random(in: 0...20, using: &generator)
      let before = run
      let fence = Int64.random(in: 0...(run.fence + 1), using: &generator)
      let end =
        [RunStateMachine.End.succeeded, .failed, .skipped].randomElement(using: &generator) ?? .failed
      let events: [RunStateMachine.Event] = [
        .claim(executor: "e", now: now, ttl: 15), .renew(fence: fence, now: now, ttl: 15),
        .handBack(fence: fence), .finish(end, fence: fence), .reap(now: now),
        .claim(executor: "f", now: now, ttl: 15),
      ]
      guard let event = events.randomElement(using: &generator) else { continue }
      _ = run.handle(event)
      #expect(run.fence >= before.fence)
      #expect((0...RunStateMachine.maxClaims).contains(run.attempt))
      if before.status.isTerminal { #expect(run == before) }
      if run.status != before.status { #expect(RunStatus.allows(before.status, run.status)) }
    }
  }
}
