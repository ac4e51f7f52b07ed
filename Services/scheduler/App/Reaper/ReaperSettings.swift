/// When the reaper acts.
public struct ReaperSettings: Sendable {
  /// From the end of one pass to the next.
  public var interval: Duration
  /// How long a queued run may wait before its trigger is sent again; doubles with each sending.
  public var queuedAfter: Duration
  /// How long a run whose lease has lapsed waits for its last trigger to be taken before it gets another.
  public var retriggerAfter: Duration

  public init(
    interval: Duration = .seconds(1), queuedAfter: Duration = .seconds(30),
    retriggerAfter: Duration = .seconds(5)
  ) {
    self.interval = interval
    self.queuedAfter = queuedAfter
    self.retriggerAfter = retriggerAfter
  }
}
