import Contracts

extension JournalEntry {
  /// What the API calls the entry by. A dead letter keeps the message id of the message it was, so that its id has a
  /// mark in front: `dead:0198c0de-…`.
  public var id: String { exchange == Exchange.dead.rawValue ? Key.deadMark + messageID : messageID }

  /// What a message without an id is found by.
  public static func messageID(of place: JournalPlace) -> String {
    "place:\(place.generation):\(place.offset)"
  }

  /// Whether the message came with an id.
  var hasOwnID: Bool { messageID != Self.messageID(of: place) }

  /// An id taken apart.
  struct Key: Sendable, Hashable {
    static let deadMark = "dead:"

    let messageID: String
    let isDead: Bool

    init(_ id: String) {
      isDead = id.hasPrefix(Self.deadMark)
      messageID = isDead ? String(id.dropFirst(Self.deadMark.count)) : id
    }
  }
}
