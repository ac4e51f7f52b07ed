/// The answer to a backfill that was asked for.
public struct BackfillStarted: Sendable, Codable, Equatable {
  public var backfill: Backfill
  /// Those made at once: one, or none where another run of the collection is active.
  public var runs: [Run]

  public init(backfill: Backfill, runs: [Run]) {
    self.backfill = backfill
    self.runs = runs
  }
}
