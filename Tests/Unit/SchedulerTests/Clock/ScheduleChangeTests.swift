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
    #expect(outcome.state == saved.state && outcome.dropped.isEmpty)
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
    let waited = outcome.dropped.first
    #expect(waited?.reason == reasons[what] ?? .disabled)
    #expect(waited?.scheduledFor == Self.start + 60)
    #expect(outcome.state?.bufferedFor == nil && outcome.state?.next == nil)
    #expect((outcome.state == nil) == (what == "delete" || what == "unschedule"))
  }

  @Test func overdueFiresSurviveAChangeThatLeavesTheRhythmAlone() {
    let saved = ScheduledSample.saved(Schedule(intervalSeconds: 60))
    let outcome = change(saved.collection, saved.state, at: later) { $0.schedule?.pausesOnFailure = true }
    #expect(outcome.state?.handledThrough == Self.start)
  }

  /// Between its time and the change nobody may have looked, or its jitter was not over yet.
  @Test(arguments: ["pause", "disable", "delete", "change"])
  func whatWasDueBeforeTheChangeIsToldOf(what: String) throws {
    var saved = ScheduledSample.saved(Schedule(intervalSeconds: 60))
    saved.state.handledThrough = Self.start + 840
    let outcome = change(saved.collection, saved.state, at: later) { collection in
      switch what {
      case "pause": collection.schedule?.isPaused = true
      case "disable": collection.isEnabled = false
      case "delete": collection.deletedAt = later
      default: collection.schedule?.intervalSeconds = 90
      }
    }
    let row = try #require(outcome.dropped.first)
    let reasons: [String: SkipReason] = ["pause": .paused, "delete": .deleted, "disable": .disabled]
    #expect(outcome.dropped.count == 1 && row.reason == reasons[what] ?? .missed)
    #expect(row.scheduledFor == Self.start + 900)
    #expect(
      row.text.hasPrefix("2 fires from 2026-01-01T00:15:00.000Z to 2026-01-01T00:16:00.000Z, before the "))
  }

  @Test func aPausedScheduleLeavesNoTraceWhateverFollows() {
    var saved = ScheduledSample.saved(Schedule(intervalSeconds: 60, isPaused: true))
    saved.state.handledThrough = Self.start
    let outcome = change(saved.collection, saved.state, at: later) { $0.isEnabled = false }
    #expect(outcome.dropped.isEmpty)
  }
}
