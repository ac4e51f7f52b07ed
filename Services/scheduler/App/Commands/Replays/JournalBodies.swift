import AMQP
import Contracts
import JSON
import Messaging
import Storage

/// The bodies of messages of the journal, for putting them back.
struct JournalBodies: Sendable {
  let reader: JournalReader

  /// Less than a command may take altogether.
  private static let limit = Duration.seconds(4)

  /// - Throws: a ``Refusal`` where the journal has let one of them go, ``JournalUnavailable``.
  func bodies(of entries: [JournalEntry]) async throws -> [Int64: JSONValue] {
    let readings = await reader.messages(at: entries.map(\.offset), within: Self.limit)
    var bodies: [Int64: JSONValue] = [:]
    for entry in entries {
      switch readings[entry.offset] {
      case .found(let message):
        guard let body = try? JSONValue(parsing: message.body) else {
          throw Refusal.invalid("id", "names a message whose body is no JSON")
        }
        bodies[entry.offset] = body
      case .gone:
        throw Refusal.invalid(
          "id", "names a message whose body the journal has let go: give one in its place")
      case nil: throw JournalUnavailable()
      }
    }
    return bodies
  }
}
