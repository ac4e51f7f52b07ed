import Contracts
import Foundation
import Storage

/// Reads the messages of a span that are to be put back or counted.
struct ReplayMessagesPreparation: CommandPreparation {
  let material: ReplayMaterial

  func handler(for command: ReplayMessages) async throws -> ReplayMessagesHandler {
    // What is still to come would make every count a wrong one.
    guard command.to <= Date() else { return ReplayMessagesHandler(selection: .future) }
    let filter = JournalQueries.Filter(
      endpointID: command.endpointID, type: command.messageType, from: command.from, to: command.to)
    let found = try await JournalQueries.list(
      filter, first: ReplaySelection.maximum + 1, in: material.database)
    guard found.count <= ReplaySelection.maximum else { return ReplayMessagesHandler(selection: .tooMany) }
    let entries = found.filter { MessageReplay.isPartOfSpans($0, ofType: command.messageType) }
    return ReplayMessagesHandler(
      selection: ReplaySelection(entries, try await material.bodies(of: entries)))
  }
}
