import Storage

/// Decides when a message of the journal is passed over because the connection is lost whenever it comes.
struct JournalObstacle: Sendable {
  private var place: JournalPlace?
  private var losses = 0

  /// So often a connection may be lost for other reasons before anything new has come by it.
  private static let patience = 3

  /// How many messages from a position on are to be passed over.
  func passing(at position: JournalPlace) -> Int64 {
    position == place ? Int64(max(0, losses - Self.patience + 1)) : 0
  }

  /// Notes how a session at a position ended.
  mutating func note(_ end: JournalSession.End, at position: JournalPlace) {
    guard end == .cutOff else {
      place = nil
      losses = 0
      return
    }
    losses = position == place ? losses + 1 : 1
    place = position
  }
}
