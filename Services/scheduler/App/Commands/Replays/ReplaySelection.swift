import JSON
import Storage

/// What of a span of messages can be put back.
enum ReplaySelection: Sendable, Equatable {
  struct Message: Sendable, Equatable {
    var entry: JournalEntry
    var members: JSONObject
  }

  /// - Parameter unavailable: how many more there were whose bodies the journal has let go, or that never were JSON.
  case messages([Message], unavailable: Int)
  /// The span ends after now.
  case future
  /// More than ``maximum``.
  case tooMany
  /// Larger together than what is read at once.
  case tooMuch

  /// Of messages that are put back at once.
  static let maximum = 1_000

  /// - Parameter bodies: one for each of the entries.
  init(_ entries: [JournalEntry], _ bodies: [ReplayMaterial.Body]) {
    var messages: [Message] = []
    for (entry, body) in zip(entries, bodies) {
      switch body {
      case .found(let members): messages.append(Message(entry: entry, members: members))
      case .gone, .notAnObject: break
      case .tooMuch:
        self = .tooMuch
        return
      }
    }
    self = .messages(messages, unavailable: entries.count - messages.count)
  }
}
