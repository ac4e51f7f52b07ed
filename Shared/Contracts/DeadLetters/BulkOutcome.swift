/// What came of a bulk command.
public struct BulkOutcome: Sendable, Codable, Equatable {
  /// Decided about now.
  public var done: Int
  /// What matches and waits, and stays as it is since this cannot be done with it; up to the bound of counts.
  public var refused: Int
  /// What matches and waits, and can be decided about: further calls get on with it, as long as they get anything done.
  public var remaining: Int

  public init(done: Int, refused: Int, remaining: Int) {
    self.done = done
    self.refused = refused
    self.remaining = remaining
  }
}
