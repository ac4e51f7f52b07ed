/// What came of a bulk command.
public struct BulkOutcome: Sendable, Codable, Equatable {
  /// Decided about now.
  public var done: Int
  /// Looked at, and left as they are.
  public var refused: Int
  /// What matches and waits now: further calls get on with it.
  public var remaining: Int

  public init(done: Int, refused: Int, remaining: Int) {
    self.done = done
    self.refused = refused
    self.remaining = remaining
  }
}
