import AMQP
import Contracts
import Foundation
import GraphQL
import JSON
import Messaging
import Storage

/// Reads the bodies of messages from the journal's stream, those of one answer together.
enum JournalBodies {
  private static let limit = Duration.seconds(3)

  static func read(
    _ entries: [JournalEntry], exceptNoted note: (JournalEntry) -> JournalBodyNote?, _ info: ResolveInfo
  ) async throws -> [Result<ResolvedValue, any Error>] {
    let wanted = entries.filter { note($0) == nil }.map(\.offset)
    let readings =
      wanted.isEmpty ? [:] : try await info.gateway.services.journal.messages(at: wanted, within: limit)
    return entries.map { entry in
      guard note(entry) == nil else { return .success(.null) }
      switch readings[entry.offset] {
      case .found(let message): return .success(value(of: message.body).resolved)
      case .gone: return .success(.null)
      case nil: return .failure(Refusal.unavailable("the journal cannot be read now"))
      }
    }
  }

  /// JSON as it is; another text as a string; what is no text in base 64.
  static func value(of body: [UInt8]) -> JSONValue {
    if let value = try? JSONValue(parsing: body) { return value }
    if let text = String(validating: body, as: UTF8.self) { return .string(text) }
    return .string("base64:" + Data(body).base64EncodedString())
  }
}
