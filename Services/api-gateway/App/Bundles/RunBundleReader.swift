import Contracts
import Domain
import Foundation
import Messaging
import Postgres
import Storage

/// Reads what a bundle is made of.
struct RunBundleReader: Sendable {
  let reader: DatabaseReader
  let journal: JournalReader
  /// Of whoever asks.
  let role: Role

  /// How long before the run's request and after its end changes of health are of interest.
  private static let before: TimeInterval = 86_400
  private static let after: TimeInterval = 3_600

  /// - Throws: a ``Refusal``: `E_RUN_NOT_FOUND`, `E_UNAVAILABLE`, `E_TIMEOUT`.
  func read(_ id: UUID) async throws -> RunBundle {
    let entries = try await reader.read { try await JournalQueries.messages(ofRuns: [id], in: $0)[id] ?? [] }
    // Without bodies, where the journal does not answer: that is better than none.
    let messages = await messages(entries)
    return try await reader.read { database in try await Self.read(id, messages, in: database) }
  }

  private func messages(_ entries: [JournalEntry]) async -> [RunBundle.Message] {
    let bodies = await JournalBodyReader(journal: journal, role: role).bodies(of: entries)
    return zip(entries, bodies).map { RunBundle.Message(entry: $0, body: $1) }
  }

  private static func read(
    _ id: UUID, _ messages: [RunBundle.Message], in database: any PostgresExecutor
  ) async throws -> RunBundle {
    guard let run = try await RunQueries.find([id], in: database)[id] else {
      throw Refusal(.runNotFound, "no run has the id \(id.lowercased)")
    }
    let transitions = try await RunQueries.transitions(of: [id], in: database)[id] ?? []
    let logs = try await RunLogStore.lines(of: [id], in: database)[id] ?? []
    let end = run.completedAt ?? Date()
    let names = Set((transitions.map(\.executor) + logs.map(\.executor) + [run.executor]).compactMap(\.self))
    var collection: MetadataCollection?
    if let collectionID = run.collectionID {
      collection = try await CollectionQueries.find([collectionID], in: database)[collectionID]
    }
    return RunBundle(
      run: run, transitions: transitions,
      activities: try await RunQueries.activities(of: [id], in: database)[id] ?? [], logs: logs,
      messages: messages,
      endpoint: try await EndpointQueries.find([run.endpointID], in: database)[run.endpointID],
      collection: collection,
      health: try await EndpointHealthQueries.health(of: [run.endpointID], in: database)[run.endpointID]
        ?? .unknown,
      healthChanges: try await EndpointHealthQueries.changes(
        of: run.endpointID, from: run.requestedAt.addingTimeInterval(-before),
        to: end.addingTimeInterval(after), in: database),
      executors: try await ProcessStore.starts(of: names.sorted(), at: end, in: database),
      schedulers: try await ProcessStore.starts(ofService: "scheduler", at: end, in: database))
  }
}
