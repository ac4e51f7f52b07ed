/// The answer to ``ReplayMessages``.
public struct ReplayedMessages: Codable, Sendable, Equatable {
  /// How many match.
  public var count: Int
  /// How many were put back: all of them, or none where they were only counted.
  public var replayed: Int

  public init(count: Int, replayed: Int) {
    self.count = count
    self.replayed = replayed
  }
}
