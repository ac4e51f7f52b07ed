import Contracts
import Domain
import Foundation
import Testing

@testable import Scheduler

/// What pausing and resuming make of a collection.
@Suite struct PauseDecisionTests {
  private func collection(_ schedule: Schedule?) -> MetadataCollection {
    MetadataCollection(
      id: .v7(), endpointID: .v7(), name: "nightly", isEnabled: true, schedule: schedule, filters: nil,
      createdAt: .distantPast, updatedAt: .distantPast, deletedAt: nil)
  }

  @Test func pausesWithTheNewestNote() throws {
    let scheduled = collection(Schedule(cron: "0 3 * * *"))
    let paused = try #require(try PauseDecision.pause(note: "migration").decide(on: scheduled))
    #expect(paused.schedule?.isPaused == true && paused.schedule?.pauseNote == "migration")
    let again = try #require(try PauseDecision.pause(note: "longer").decide(on: paused))
    #expect(again.schedule?.pauseNote == "longer")
    #expect(try PauseDecision.pause(note: "longer").decide(on: again) == nil)
  }

  @Test func resumingTakesTheNoteAway() throws {
    let scheduled = collection(Schedule(intervalSeconds: 60))
    let paused = try #require(try PauseDecision.pause(note: "x").decide(on: scheduled))
    #expect(try PauseDecision.resume.decide(on: paused) == scheduled)
    #expect(try PauseDecision.resume.decide(on: scheduled) == nil)
  }

  @Test(arguments: [PauseDecision.pause(note: nil), .resume])
  func refusesWhatRunsByHandAlone(decision: PauseDecision) {
    let error = #expect(throws: Refusal.self) { try decision.decide(on: collection(nil)) }
    #expect(error?.code == .scheduleInvalid)
  }
}
