import Domain
import Foundation
import TestSupport
import Testing

/// The rules of health and breaker, read as transcripts.
@Suite struct EndpointBreakerTests {
  private let limits = BreakerLimits(failures: 3, openSeconds: 30)
  private let run = UUID()

  private func at(_ seconds: Double) -> Date { Date(timeIntervalSince1970: 1_700_000_000 + seconds) }

  private func fail(_ breaker: inout EndpointBreaker, run: UUID = UUID(), at seconds: Double)
    -> EndpointHealth?
  {
    breaker.handle(.failed(runID: run, code: "E_UPSTREAM_ERROR"), limits: limits, at: at(seconds))?.to
  }

  private func admit(
    _ breaker: inout EndpointBreaker, _ run: UUID = UUID(), probe: EndpointBreaker.ProbeState = .leased,
    at seconds: Double
  ) -> EndpointBreaker.Admission {
    breaker.admit(run, probeState: probe, patience: 15, at: at(seconds))
  }

  /// One that has just opened, at second 2.
  private func opened() -> EndpointBreaker {
    var breaker = EndpointBreaker()
    for second in 0..<3 { _ = fail(&breaker, at: Double(second)) }
    return breaker
  }

  @Test func healthFollowsTheEndsOfRuns() {
    var breaker = EndpointBreaker()
    #expect(breaker.health == .unknown)
    let first = breaker.handle(.succeeded(runID: run), limits: limits, at: at(0))
    #expect(first?.from == .unknown && first?.to == .healthy && first?.reason == "a run succeeded")
    #expect(breaker.handle(.succeeded(runID: run), limits: limits, at: at(1)) == nil)
    #expect(fail(&breaker, at: 2) == .degraded)
    #expect(fail(&breaker, at: 3) == nil)
    #expect(breaker.failures == 2 && breaker.health == .degraded)
    #expect(admit(&breaker, at: 3) == .passes)
    #expect(breaker.handle(.succeeded(runID: run), limits: limits, at: at(4))?.to == .healthy)
    #expect(breaker.failures == 0)
  }

  @Test func asManyFailuresAsAllowedOpenIt() {
    var breaker = EndpointBreaker()
    #expect(fail(&breaker, at: 0) == .degraded)
    #expect(fail(&breaker, at: 1) == nil)
    let change = breaker.handle(
      .failed(runID: run, code: "E_RUN_TIMEOUT"), limits: limits, at: at(2))
    #expect(change?.to == .unavailable)
    #expect(change?.reason == "3 runs in a row failed, the last one with E_RUN_TIMEOUT")
    #expect(admit(&breaker, at: 2) == .refused(failures: 3, until: at(32)))
    #expect(admit(&breaker, at: 31.9) == .refused(failures: 3, until: at(32)))
  }

  @Test func oneFailureCanBeEnough() {
    var breaker = EndpointBreaker()
    let strict = BreakerLimits(failures: 1, openSeconds: 1)
    let change = breaker.handle(.failed(runID: run, code: "E_UPSTREAM_AUTH"), limits: strict, at: at(0))
    #expect(change?.from == .unknown && change?.to == .unavailable)
    #expect(breaker.openUntil == at(1))
  }

  @Test func theProbesSuccessCloses() {
    var breaker = opened()
    #expect(admit(&breaker, run, at: 32) == .probes)
    #expect(admit(&breaker, at: 33) == .refused(failures: 3, until: nil))
    let change = breaker.handle(.succeeded(runID: run), limits: limits, at: at(34))
    #expect(change?.to == .healthy && change?.reason == "a run succeeded: the source is back")
    #expect(admit(&breaker, at: 34) == .passes)
    #expect(breaker.probe == nil)
  }

  @Test func theProbesFailureOpensAgain() {
    var breaker = opened()
    #expect(admit(&breaker, run, at: 40) == .probes)
    #expect(fail(&breaker, run: run, at: 50) == nil)
    #expect(admit(&breaker, at: 51) == .refused(failures: 4, until: at(80)))
    #expect(admit(&breaker, at: 80) == .probes)
  }

  @Test func runsThatBeganBeforeItOpenedChangeNothingByFailing() {
    var breaker = opened()
    #expect(fail(&breaker, at: 20) == nil)
    #expect(breaker.openUntil == at(32))
    #expect(admit(&breaker, run, at: 32) == .probes)
    #expect(fail(&breaker, at: 33) == nil)
    #expect(breaker.probe?.runID == run && breaker.openUntil == at(32))
  }

  @Test func aProbeThatEndsOtherwiseIsFollowedByTheNext() {
    var breaker = opened()
    #expect(admit(&breaker, run, at: 32) == .probes)
    // Cancelled or skipped: nobody tells the breaker, but its run has ended.
    #expect(admit(&breaker, probe: .ended, at: 33) == .probes)
    // Killed: its lease lapses, after which it is not waited for.
    #expect(admit(&breaker, probe: .silent, at: 47) == .refused(failures: 3, until: nil))
    #expect(admit(&breaker, probe: .silent, at: 48) == .probes)
    // A long one keeps its lease.
    #expect(admit(&breaker, probe: .leased, at: 500) == .refused(failures: 3, until: nil))
  }

  @Test func aProbeThatIsTakenOverIsStillTheProbe() {
    var breaker = opened()
    #expect(admit(&breaker, run, at: 32) == .probes)
    #expect(admit(&breaker, run, probe: .silent, at: 33) == .probes)
  }

  @Test func aNewConfigIsTriedAtOnce() {
    var breaker = opened()
    breaker.reconfigure(at: at(5))
    #expect(breaker.health == .unavailable)
    #expect(admit(&breaker, run, at: 5) == .probes)
    // The next one takes the place of a probe that still works with the old config.
    breaker.reconfigure(at: at(6))
    #expect(admit(&breaker, at: 6) == .probes)
    #expect(fail(&breaker, run: run, at: 7) == nil)
    #expect(breaker.openUntil == at(6))
    var closed = EndpointBreaker()
    closed.reconfigure(at: at(0))
    #expect(closed == EndpointBreaker())
  }

  @Test(arguments: [
    ("E_UPSTREAM_AUTH", true), ("E_UPSTREAM_UNREACHABLE", true), ("E_RUN_TIMEOUT", true),
    ("E_RUN_CANCELLED", false), ("E_RUN_LOST", false), ("E_CONFIG_INVALID", false), ("E_INTERNAL", false),
    ("E_ENDPOINT_UNAVAILABLE", false),
  ])
  func onlyWhatTheSourceDidCounts(_ code: String, _ counts: Bool) {
    #expect(EndpointBreaker.counts(code) == counts)
  }

  /// Whatever happens in whatever order: it never gets stuck, and its members agree with each other.
  @Test(arguments: 0..<200) func noTranscriptLeavesTheRails(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var breaker = EndpointBreaker()
    var now = 0.0
    var running: [UUID] = []
    for _ in 0..<300 {
      now += Double.random(in: 0...20, using: &random)
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<5:
        let run = UUID()
        let states: [EndpointBreaker.ProbeState] = [.ended, .leased, .silent]
        let former = breaker
        switch admit(&breaker, run, probe: states.randomElement(using: &random) ?? .leased, at: now) {
        case .passes:
          #expect(former.openUntil == nil && breaker == former)
          running.append(run)
        case .probes:
          #expect(breaker.probe?.runID == run)
          running.append(run)
        case .refused(let failures, let until):
          #expect(breaker == former && failures == former.failures)
          #expect(until.map { $0 > at(now) } ?? (former.probe != nil))
        }
      case 5..<9:
        guard let index = running.indices.randomElement(using: &random) else { continue }
        let run = running.remove(at: index)
        let isSuccess = Int.random(in: 0..<4, using: &random) == 0
        let former = breaker.health
        let change = breaker.handle(
          isSuccess ? .succeeded(runID: run) : .failed(runID: run, code: "E_UPSTREAM_ERROR"), limits: limits,
          at: at(now))
        #expect(change?.from == (former == breaker.health ? nil : former))
        if isSuccess { #expect(breaker.health == .healthy && breaker.failures == 0) }
      default: breaker.reconfigure(at: at(now))
      }
      #expect((breaker.openUntil != nil) == (breaker.health == .unavailable))
      #expect(breaker.failures == 0 || breaker.health == .degraded || breaker.health == .unavailable)
      if breaker.health == .degraded { #expect(breaker.failures < limits.failures) }
      // A day later somebody is let through, whatever became of the probe.
      var later = breaker
      #expect(later.admit(UUID(), probeState: .silent, patience: 15, at: at(now + 86_400)).isThrough)
    }
  }
}

extension EndpointBreaker.Admission {
  fileprivate var isThrough: Bool { if case .refused = self { false } else { true } }
}
