/// What streams are granted and held to.
public struct EventStreamSettings: Sendable, Hashable {
  /// Streams that one caller may have open at the same time.
  public var perCaller: Int
  /// Streams that the process holds open at the same time.
  public var total: Int
  /// A sign of life is sent when nothing else was for so long.
  public var heartbeat = Duration.seconds(12)
  /// A client that takes nothing for so long is cut off.
  public var writeTimeout = Duration.seconds(60)
  /// The right of a caller is asked for at least this often.
  public var authorityInterval = Duration.seconds(5)
  /// A caller of whom nothing can be told goes on for so long.
  public var authorityPatience = Duration.seconds(60)
  /// How long the last words may take at shutdown.
  public var farewell = Duration.seconds(1)

  public init(perCaller: Int = 100, total: Int = 2_000) {
    self.perCaller = perCaller
    self.total = total
  }

  /// How precisely the times above are kept.
  var tick: Duration { min(.seconds(1), heartbeat / 4, writeTimeout / 4, authorityInterval / 4) }
}
