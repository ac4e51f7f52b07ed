/// The answer to ``ReplayMessage``.
public struct ReplayedMessage: Codable, Sendable, Equatable {
  /// The id that the message has this time.
  public var id: String
  public var replayOf: String

  public init(id: String, replayOf: String) {
    self.id = id
    self.replayOf = replayOf
  }
}
