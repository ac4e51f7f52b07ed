/// The answer to ``ReplayMessages``.
public struct ReplayedMessages: Codable, Sendable, Equatable {
  /// How many match and can be put back.
  public var count: Int
  /// How many were put back: all of them, or none where they were only counted.
  public var replayed: Int
  /// How many more match whose bodies are gone or were no JSON; nil from schedulers of the release before.
  public var unavailable: Int?

  public init(count: Int, replayed: Int, unavailable: Int? = nil) {
    self.count = count
    self.replayed = replayed
    self.unavailable = unavailable
  }
}
