import Contracts

/// How long the journal is kept.
public struct JournalSettings: Sendable {
  /// What the stream holds.
  public var limits: StreamLimits

  public init(
    limits: StreamLimits = StreamLimits(maximumAge: 7 * 86_400, maximumBytes: 5_000_000_000)
  ) {
    self.limits = limits
  }
}
