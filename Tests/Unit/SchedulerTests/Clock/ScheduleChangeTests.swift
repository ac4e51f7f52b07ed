import Domain
import Foundation
import Storage
import Testing

@testable import Scheduler

/// What a schedule waits for after a change. Nothing fires retroactively, and nothing moves without a reason.
@Suite struct ScheduleChangeTests {
  private static let start = ScheduledSample.start
  private let later = ScheduledSample.start + 1_000

  private func change(
    _ former: MetadataCollection, _ state: ScheduleState, at now: Date? = nil,
    _ edit: (inout MetadataCollection) -> Void
  ) -> ScheduleChange.Outcome {
    var collection = former
    edit(&collection)
    return ScheduleChange(collection: collection, former: former).decide(state, now: now ?? later)
  }

  @Test func puttingTheSameAgainMovesNothing() {
    let saved = ScheduledSample.saved(Schedule(intervalSeconds: 3_600))
    let outcome = change(saved.collection, saved.state) { $0.schedule?.overlap = .bufferOne }
    #expect(outcome.state == saved.state && outcome.dropped == nil)
  }

  @Test func aNewRhythmCountsFromNow() {
    let saved = ScheduledSample.saved(Schedule(intervalSeconds: 60))
    let outcome = change(saved.collection, saved.state) { $0.schedule?.intervalSeconds = 120 }
    #expect(outcome.state?.savedAt == later && outcome.state?.handledThrough == later)
    #expect(outcome.state?.next?.plannedAt == later + 120)
  }

  @Test func aPauseWaitsForNothingAndLeavesNoTrace() throws {
    let saved = ScheduledSample.saved(Schedule(intervalSeconds: 60))
    let paused = change(saved.collection, saved.state) { $0.schedule?.isPaused = true }
    #expect(paused.state?.next == nil)
    var held = saved.collection
    held.schedule?.isPaused = true
    let resumed = change(held, try #require(paused.state), at: later + 500) { $0.schedule?.isPaused = false }
    // On its old grid, from now on.
    #expect(resumed.state?.handledThrough == later + 500 && resumed.state?.savedAt == Self.start)
    #expect(resumed.state?.next?.plannedAt == Self.start + 1_500 + 60 - 0)
    #expect(resumed.state?.activeSince == later + 500)
  }

  @Test(arguments: ["pause", "disable", "delete", "unschedule"])
  func aWaitingFireIsDroppedWithItsReason(what: String) {
    var saved = ScheduledSample.saved(Schedule(intervalSeconds: 60, overlap: .bufferOne))
    saved.state.bufferedFor = Self.start + 60
    let outcome = change(saved.collection, saved.state) { collection in
      switch what {
      case "pause": collection.schedule?.isPaused = true
      case "disable": collection.isEnabled = false
      case "delete": collection.deletedAt = later
      default: collection.schedule = nil
      }
    }
    let reasons: [String: SkipReason] = ["pause": .paused, "delete": .deleted]
    #expect(outcome.dropped?.reason == reasons[what] ?? .disabled)
    #expect(outcome.dropped?.scheduledFor == Self.start + 60)
    #expect(outcome.state?.bufferedFor == nil && outcome.state?.next == nil)
    #expect((outcome.state == nil) == (what == "delete" || what == "unschedule"))
  }

  @Test func overdueFiresSurviveAChangeThatLeavesTheRhythmAlone() {
    let saved = ScheduledSample.saved(Schedule(intervalSeconds: 60))
    let outcome = change(saved.collection, saved.state, at: later) { $0.schedule?.pausesOnFailure = true }
    #expect(outcome.state?.handledThrough == Self.start)
  }
}
