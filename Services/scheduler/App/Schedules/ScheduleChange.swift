import Contracts
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
    /// Rows of what was planned before the change and becomes no run any more: the fire that waited, and the fires that were
    /// due and not carried out yet.
    var dropped: [SkippedFires.SkippedFire] = []
  }

  func decide(_ current: ScheduleState?, now: Date) -> Outcome {
    guard !collection.isDeleted, let schedule = collection.schedule else {
      return Outcome(state: nil, dropped: waiting(current) + overdue(current, now: now))
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
    return Outcome(
      state: state,
      dropped: (isActive ? [] : waiting(current)) + (goesOn ? [] : overdue(current, now: now)))
  }

  private static func isActive(_ collection: MetadataCollection) -> Bool {
    collection.isEnabled && !collection.isDeleted && collection.schedule?.isPaused == false
  }

  private func waiting(_ current: ScheduleState?) -> [SkippedFires.SkippedFire] {
    guard let plannedAt = current?.bufferedFor else { return [] }
    return [row(plannedAt, cause.reason, "the \(cause.what)")]
  }

  /// What was planned until now by a schedule that was active, and that nobody has looked at yet.
  private func overdue(_ current: ScheduleState?, now: Date) -> [SkippedFires.SkippedFire] {
    guard let current, let former, Self.isActive(former), let schedule = former.schedule,
      let plan = try? FirePlan(schedule, anchor: current.savedAt),
      let first = plan.next(after: current.handledThrough), first <= now,
      let last = plan.previous(atOrBefore: now)
    else { return [] }
    let count = plan.count(in: first..<last.addingTimeInterval(Self.grain))
    let range = "\(count) fires from \(Timestamp.format(first)) to \(Timestamp.format(last))"
    return [row(first, cause.reason, "\(range), before the \(cause.what)")]
  }

  /// Moments are kept to the microsecond.
  private static let grain = 0.000_001

  private var cause: (reason: SkipReason, what: String) {
    if collection.isDeleted { return (.deleted, "collection was deleted") }
    if collection.schedule == nil { return (.disabled, "schedule was taken away") }
    if !collection.isEnabled { return (.disabled, "collection was disabled") }
    return Self.isActive(collection) ? (.missed, "schedule was changed") : (.paused, "schedule was paused")
  }

  private func row(_ plannedAt: Date, _ reason: SkipReason, _ text: String) -> SkippedFires.SkippedFire {
    SkippedFires.SkippedFire(
      collectionID: collection.id, endpointID: collection.endpointID, scheduledFor: plannedAt, reason: reason,
      text: text)
  }
}
