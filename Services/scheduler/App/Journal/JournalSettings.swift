import Contracts

/// How long the journal and its index are kept.
public struct JournalSettings: Sendable {
  /// What the stream holds.
  public var limits: StreamLimits
  /// How long a message can be found, with its body for as long as the stream holds that.
  public var indexAge: Duration

  public init(
    limits: StreamLimits = StreamLimits(maximumAge: 7 * 86_400, maximumBytes: 5_000_000_000),
    indexAge: Duration = .seconds(30 * 86_400)
  ) {
    self.limits = limits
    self.indexAge = indexAge
  }
}
