import Foundation
import Testing

@testable import RunExecutor

/// A class, since every question to the judge changes it.
@Suite final class DeafnessJudgeTests {
  private let endpoint = UUID()
  private let first = UUID()
  private let start = ContinuousClock.now
  private var judge = DeafnessJudge(patience: .seconds(5))

  private func consumer(
    _ role: Placement.Role = .owner, inHand: Int = 0, silentSince: Duration = .zero
  ) -> DeafnessJudge.Consumer {
    .init(role: role, inHand: inHand, lastHeard: start + silentSince)
  }

  private func suspects(
    at seconds: Int, first: UUID? = nil, _ consumer: DeafnessJudge.Consumer? = nil
  ) -> [UUID] {
    judge.suspects(
      overdue: [endpoint: first ?? self.first], consumers: [endpoint: consumer ?? self.consumer()],
      at: start + .seconds(seconds))
  }

  @Test func anOwnerIsSuspectedWhenItsDoubtHoldsForTwoPasses() {
    #expect(suspects(at: 4) == [], "it has not been silent for long enough")
    #expect(suspects(at: 6) == [], "the doubt is new")
    #expect(suspects(at: 8) == [endpoint])
    let isDeaf = judge.isDeaf(endpoint, ready: 1, at: start + .seconds(8))
    #expect(isDeaf)
  }

  @Test func aStandbyIsGivenThreeTimesThePatience() {
    let standby = consumer(.standby)
    #expect(suspects(at: 6, standby) == [])
    #expect(suspects(at: 20, standby) == [])
    #expect(suspects(at: 21, standby) == [endpoint])
  }

  @Test func aDeliveryInHandIsNoSilence() {
    #expect(suspects(at: 6, consumer(inHand: 1)) == [])
    #expect(suspects(at: 60, consumer(inHand: 1)) == [])
    #expect(suspects(at: 62) == [], "the doubt begins when nothing is in hand any more")
    #expect(suspects(at: 64) == [endpoint])
  }

  @Test func aDeliveryEndsTheDoubt() {
    #expect(suspects(at: 6) == [])
    #expect(suspects(at: 8, consumer(silentSince: .seconds(7))) == [])
    #expect(suspects(at: 13, consumer(silentSince: .seconds(7))) == [], "a new doubt")
    #expect(suspects(at: 15, consumer(silentSince: .seconds(7))) == [endpoint])
  }

  @Test func whereRunsMoveOnNobodyIsDoubted() {
    for second in 6..<40 { #expect(suspects(at: second, first: UUID()) == []) }
  }

  @Test func aMessageThatWasHandedOutAndNeverCameTakesALongSilence() {
    _ = suspects(at: 6)
    for second in 7..<26 {
      #expect(suspects(at: second) == [endpoint])
      let isDeaf = judge.isDeaf(endpoint, ready: 0, at: start + .seconds(second))
      #expect(!isDeaf)
    }
    let isDeaf = judge.isDeaf(endpoint, ready: 0, at: start + .seconds(26))
    #expect(isDeaf)
    #expect(suspects(at: 30) == [], "the pause after a rebuild")
  }

  @Test func pausesBetweenRebuildsDoubleAndAreForgottenAfterRecovery() {
    var rebuilds: [Int] = []
    for second in 6..<100 where !suspects(at: second).isEmpty {
      let isDeaf = judge.isDeaf(endpoint, ready: 3, at: start + .seconds(second))
      #expect(isDeaf)
      rebuilds.append(second)
    }
    #expect(rebuilds == [7, 17, 37, 77])
    // Recovered beyond the pause: nothing is overdue.
    _ = judge.suspects(overdue: [:], consumers: [endpoint: consumer()], at: start + .seconds(500))
    let silent = consumer(silentSince: .seconds(500))
    #expect(suspects(at: 506, silent) == [])
    #expect(suspects(at: 507, silent) == [endpoint])
    _ = judge.isDeaf(endpoint, ready: 1, at: start + .seconds(507))
    #expect(suspects(at: 508, silent) == [])
    #expect(suspects(at: 516, silent) == [])
    #expect(suspects(at: 517, silent) == [endpoint], "the first pause again")
  }

  @Test func aBrokerThatCannotSayCostsNoConsumerButAPause() {
    _ = suspects(at: 6)
    _ = suspects(at: 8)
    let isDeaf = judge.isDeaf(endpoint, ready: nil, at: start + .seconds(8))
    #expect(!isDeaf)
    for second in 9..<18 { #expect(suspects(at: second) == []) }
    #expect(suspects(at: 18) == [endpoint])
  }

  @Test func whatIsConsumedElsewhereIsNotAskedAbout() {
    for second in [6, 8, 10] {
      let suspects = judge.suspects(
        overdue: [endpoint: first], consumers: [:], at: start + .seconds(second))
      #expect(suspects == [])
    }
  }
}
