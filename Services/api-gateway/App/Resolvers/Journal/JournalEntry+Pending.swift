import Contracts
import Foundation
import Storage

extension JournalEntry {
  /// What the index will say of a message that was put back and that it does not show yet.
  /// - Parameter first: the message that it repeats.
  init(pending replayed: ReplayedMessage, repeating first: JournalEntry) {
    self = first
    place.offset = Self.noOffset
    isGone = false
    messageID = replayed.id
    publishedAt = Date()
    sender = ""
    causationID = replayed.replayOf
    replayOf = replayed.replayOf
  }

  private static let noOffset: Int64 = -1

  /// Whether its place in the journal is not known yet.
  var isPending: Bool { offset == Self.noOffset }
}
