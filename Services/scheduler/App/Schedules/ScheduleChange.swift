import Domain
import Foundation
import ScheduleEngine
import Storage

/// Decides what a schedule waits for after its collection was made, changed, paused, resumed, disabled or deleted.
///
/// Nothing fires retroactively: whatever was planned before a new rhythm, during a pause or while disabled is over. A
/// change that leaves the rhythm alone, such as putting the same schedule again, moves no fire.
struct ScheduleChange: Sendable {
  private(set) var collection: MetadataCollection
  let former: MetadataCollection?

  init(collection: MetadataCollection, former: MetadataCollection?) {
    self.collection = collection
    self.former = former
  }

  /// The end of a collection.
  init(deleting former: MetadataCollection) {
    self.init(collection: former, former: former)
    collection.deletedAt = former.deletedAt ?? .distantPast
  }

  struct Outcome: Sendable, Equatable {
    /// Nil: the collection waits for nothing and has no state.
    var state: ScheduleState?
    /// The fire that waited and now becomes no run.
    var dropped: SkippedFires.SkippedFire?
  }

  func decide(_ current: ScheduleState?, now: Date) -> Outcome {
    guard !collection.isDeleted, let schedule = collection.schedule else {
      return Outcome(state: nil, dropped: dropped(current))
    }
    let isSameRhythm =
      current != nil && former?.schedule.map(ScheduleRhythm.init) == ScheduleRhythm(schedule)
    let wasActive = current != nil && former.map(Self.isActive) == true
    let isActive = Self.isActive(collection)
    let goesOn = isSameRhythm && wasActive && isActive
    var state = ScheduleState(
      collectionID: collection.id, savedAt: now, handledThrough: now, lastFireAt: current?.lastFireAt,
      activeSince: now)
    if let current {
      if isSameRhythm { state.savedAt = current.savedAt }
      if goesOn { state.handledThrough = current.handledThrough }
      if wasActive && isActive { state.activeSince = current.activeSince }
      if isActive { state.bufferedFor = current.bufferedFor }
    }
    if isActive { state.next = NextFire.after(state.handledThrough, schedule, state) }
    return Outcome(state: state, dropped: isActive ? nil : dropped(current))
  }

  private static func isActive(_ collection: MetadataCollection) -> Bool {
    collection.isEnabled && !collection.isDeleted && collection.schedule?.isPaused == false
  }

  private func dropped(_ current: ScheduleState?) -> SkippedFires.SkippedFire? {
    guard let plannedAt = current?.bufferedFor else { return nil }
    let (reason, text): (SkipReason, String) =
      if collection.isDeleted {
        (.deleted, "the collection was deleted")
      } else if collection.schedule == nil {
        (.disabled, "the schedule was taken away")
      } else if !collection.isEnabled {
        (.disabled, "the collection was disabled")
      } else {
        (.paused, "the schedule was paused")
      }
    return SkippedFires.SkippedFire(
      collectionID: collection.id, endpointID: collection.endpointID, scheduledFor: plannedAt, reason: reason,
      text: text)
  }
}
