import Foundation

/// What has become due since the last fire that was dealt with.
public struct DueFires: Sendable, Equatable {
  /// A fire that becomes a run now.
  public struct Fire: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
      /// It comes at its time, give or take a tick of the clock.
      case regular
      /// Its time was missed; it is made up for.
      case catchUp
    }

    /// The planned time, the run's `scheduledFor`.
    public let plannedAt: Date
    public let kind: Kind
  }

  /// Fires that will never become runs.
  public struct Missed: Sendable, Equatable {
    /// At least 1.
    public let count: Int
    public let first: Date
    public let last: Date
  }

  /// Nil where nothing is due, or only what was missed too long ago.
  public let fire: Fire?
  public let missed: Missed?
  /// Everything up to here is dealt with by this answer: the `lastHandled` of the next question. What is due after it
  /// needs one more.
  public let handledThrough: Date
}
