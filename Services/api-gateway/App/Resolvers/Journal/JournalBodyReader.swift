import AMQP
import Contracts
import Domain
import Messaging
import Storage

/// Reads what messages of the journal said, for somebody who may see it or not.
struct JournalBodyReader: Sendable {
  let journal: JournalReader
  let role: Role

  /// How long the journal may take for all of them.
  private static let limit = Duration.seconds(3)

  /// One for each of the entries.
  func bodies(of entries: [JournalEntry]) async -> [JournalBody] {
    let notes = entries.map(note)
    let wanted = zip(entries, notes).filter { $0.1 == nil }.map(\.0)
    let readings =
      wanted.isEmpty
      ? [:]
      : await journal.messages(
        at: wanted.map { JournalReader.Wanted(offset: $0.offset, messageID: $0.messageID) },
        within: Self.limit)
    return zip(entries, notes).map { entry, note in
      if let note { return .withheld(note) }
      return body(readings[entry.offset])
    }
  }

  /// What is known without looking into the stream.
  private func note(_ entry: JournalEntry) -> JournalBodyNote? {
    if !maySee(entry.type) { return .forAdmins }
    if entry.isPending { return .pending }
    if entry.isUnreadable { return .unreadable }
    return entry.isGone ? .letGo : nil
  }

  private func body(_ reading: JournalReader.Reading?) -> JournalBody {
    switch reading {
    // What the message itself says of its type counts, whatever the index says.
    case .found(let message) where !maySee(message.properties.type ?? ""): .withheld(.forAdmins)
    case .found(let message): .shown(MessageBody.json(of: message.body))
    case .gone: .withheld(.letGo)
    case .tooMuch: .withheld(.tooMuch)
    case nil: .withheld(.unread)
    }
  }

  private func maySee(_ type: String) -> Bool { role == .admin || !MessageType.isSensitive(type) }
}
