import Foundation

/// What the schedule of a collection waits for.
public struct ScheduleState: Sendable, Equatable {
  /// A fire that is to come.
  public struct Fire: Sendable, Equatable {
    /// Its planned time, the run's `scheduledFor`.
    public var plannedAt: Date
    /// When it is carried out: the planned time and its jitter.
    public var dueAt: Date

    public init(plannedAt: Date, dueAt: Date) {
      self.plannedAt = plannedAt
      self.dueAt = dueAt
    }
  }

  public var collectionID: UUID
  /// When the rhythm was saved: what an interval without a start counts from.
  public var savedAt: Date
  /// Everything planned until then is accounted for.
  public var handledThrough: Date
  /// Nil while paused or disabled, and once no more will come.
  public var next: Fire?
  /// The planned time of the newest fire that became a run.
  public var lastFireAt: Date?
  /// The planned time of the fire that waits for the active run to end.
  public var bufferedFor: Date?
  /// Failures before it pause the schedule no more.
  public var activeSince: Date

  public init(
    collectionID: UUID, savedAt: Date, handledThrough: Date, next: Fire? = nil, lastFireAt: Date? = nil,
    bufferedFor: Date? = nil, activeSince: Date
  ) {
    self.collectionID = collectionID
    self.savedAt = savedAt
    self.handledThrough = handledThrough
    self.next = next
    self.lastFireAt = lastFireAt
    self.bufferedFor = bufferedFor
    self.activeSince = activeSince
  }
}
