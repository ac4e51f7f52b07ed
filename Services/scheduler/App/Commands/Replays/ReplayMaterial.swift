import AMQP
import Contracts
import JSON
import Messaging
import Postgres
import Storage

/// Finds what is to be put back: the entries in the index, and what they said in the journal.
struct ReplayMaterial: Sendable {
  /// What a message said.
  enum Body: Sendable, Equatable {
    case found(JSONObject)
    case notAnObject
    /// The journal has let it go.
    case gone
    case tooMuch
  }

  let database: PostgresPool
  let reader: JournalReader

  /// Less than a command may take altogether.
  private static let limit = Duration.seconds(4)

  /// One body for each of the entries.
  /// - Throws: ``JournalUnavailable``
  func bodies(of entries: [JournalEntry]) async throws -> [Body] {
    let wanted = entries.filter { !$0.isGone }.map {
      JournalReader.Wanted(offset: $0.offset, messageID: $0.messageID)
    }
    let readings = await reader.messages(at: wanted, within: Self.limit)
    return try entries.map { entry in
      guard !entry.isGone else { return .gone }
      switch readings[entry.offset] {
      case .found(let message):
        guard let members = (try? JSONValue(parsing: message.body))?.objectValue else { return .notAnObject }
        return .found(members)
      case .gone: return .gone
      case .tooMuch: return .tooMuch
      case nil: throw JournalUnavailable()
      }
    }
  }
}
