import Contracts
import JSON
import Storage

/// Reads the message that is to be put back.
struct ReplayMessagePreparation: CommandPreparation {
  let material: ReplayMaterial

  func handler(for command: ReplayMessage) async throws -> ReplayMessageHandler {
    let entry = try await JournalQueries.find([command.messageID], in: material.database)[command.messageID]
    guard let entry, (try? MessageReplay.route(of: entry)) != nil else {
      return ReplayMessageHandler(entry: entry, body: nil)
    }
    if let body = command.body {
      return ReplayMessageHandler(entry: entry, body: body.objectValue.map { .found($0) } ?? .notAnObject)
    }
    return ReplayMessageHandler(entry: entry, body: try await material.bodies(of: [entry]).first)
  }
}
