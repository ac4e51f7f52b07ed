import Contracts
import Domain
import Foundation
import TestSupport
import Testing

@testable import Scheduler

@Suite struct TriggerRoundsTests {
  private let endpoint = UUID.v7()

  private func trigger(_ command: String, _ collection: UUID) -> ResolvedTrigger {
    let envelope = Envelope(messageID: command, type: .collectionTrigger, appID: "test", body: [])
    let command = TriggerCollection(collectionID: collection, requestedBy: "test")
    return ResolvedTrigger(
      request: TriggerRequest(command, envelope), collectionID: collection, endpointID: endpoint)
  }

  private func run(of collection: UUID) -> Run {
    Run(
      id: .v7(), kind: .collection, trigger: .manual, endpointID: endpoint, collectionID: collection,
      status: .queued, requestedBy: "test", requestedAt: Date())
  }

  @Test func theFirstOfACollectionWinsAndTheOthersLearnItsRun() {
    var rounds = TriggerRounds()
    let collection = UUID.v7()
    for index in 0..<100 { rounds.add(trigger("c\(index)", collection)) }
    #expect(rounds.candidates().map(\.request.commandID) == ["c0"])
    let made = run(of: collection)
    rounds.settle(made: [made])
    #expect(rounds.isSettled)
    #expect(rounds.answers["c0"] == .made(made))
    for index in 1..<100 {
      guard case .refused(let refusal) = rounds.answers["c\(index)"] else {
        Issue.record("c\(index) is not refused")
        continue
      }
      #expect(refusal.code == .collectionInProgress)
      #expect(refusal.runID == made.id)
    }
  }

  @Test func aRunThatEndedBetweenTheLooksIsNoObstacle() {
    var rounds = TriggerRounds()
    let collection = UUID.v7()
    rounds.add(trigger("c", collection))
    // The insert met an active run; a moment later there was none.
    rounds.settle(made: [])
    rounds.settle(active: [:])
    #expect(!rounds.isSettled)
    #expect(rounds.candidates().count == 1)
    let made = run(of: collection)
    rounds.settle(made: [made])
    #expect(rounds.answers["c"] == .made(made))
  }

  /// Against a database that is simulated: whatever is active and whenever it ends, every trigger gets one
  /// answer, and each collection at most one run.
  @Test func everyTriggerGetsOneAnswer() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let collections = (0..<Int.random(in: 1...6, using: &generator)).map { _ in UUID.v7() }
      var active: [UUID: Run] = [:]
      for collection in collections where Bool.random(using: &generator) {
        active[collection] = run(of: collection)
      }
      var rounds = TriggerRounds()
      let count = Int.random(in: 1...40, using: &generator)
      for index in 0..<count {
        rounds.add(trigger("c\(index)", collections.randomElement(using: &generator) ?? collections[0]))
      }
      for _ in 0..<5 where !rounds.isSettled {
        var made: [Run] = []
        for candidate in rounds.candidates() where active[candidate.collectionID] == nil {
          let run = run(of: candidate.collectionID)
          active[candidate.collectionID] = run
          made.append(run)
        }
        rounds.settle(made: made)
        for collection in collections where Int.random(in: 0..<4, using: &generator) == 0 {
          active[collection] = nil
        }
        rounds.settle(active: active.filter { rounds.collections.contains($0.key) })
      }
      rounds.settleRest()
      #expect(rounds.answers.count == count)
      let runs = rounds.answers.values.compactMap { answer in
        if case .made(let run) = answer { run.collectionID } else { nil }
      }
      #expect(Set(runs).count == runs.count)
    }
  }

  @Test func candidatesComeInOneOrder() {
    var one = TriggerRounds()
    var other = TriggerRounds()
    let collections = (0..<20).map { _ in UUID() }
    for collection in collections { one.add(trigger("a\(collection)", collection)) }
    for collection in collections.reversed() { other.add(trigger("b\(collection)", collection)) }
    #expect(one.candidates().map(\.collectionID) == other.candidates().map(\.collectionID))
  }
}
