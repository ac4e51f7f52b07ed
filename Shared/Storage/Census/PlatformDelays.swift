/// How long the longest waits of the platform have lasted, in seconds; 0 where nothing waits.
public struct PlatformDelays: Sendable, Equatable {
  /// Since the oldest of the queued runs was requested.
  public var oldestQueued: Double
  /// Since the schedule was due that should have fired first.
  public var overdueSchedule: Double
  /// Since the breaker opened that is open longest.
  public var longestUnavailable: Double
}
