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

  /// More messages of one run are not counted.
  private static let mostCounted = 100_000

  /// - Throws: a ``Refusal``: `E_RUN_NOT_FOUND`, `E_UNAVAILABLE`, `E_TIMEOUT`.
  func read(_ id: UUID) async throws -> RunBundle {
    // All of one moment: no end of a run without its event, if the journal knows it.
    var bundle = try await reader.snapshot { try await Self.read(id, in: $0) }
    let entries = bundle.messages.map(\.entry)
    // Without bodies, where the journal does not answer: that is better than none.
    let bodies = await JournalBodyReader(journal: journal, role: role).bodies(of: entries)
    bundle.messages = zip(entries, bodies).map { RunBundle.Message(entry: $0, body: $1) }
    return bundle
  }

  /// Everything but the bodies of messages.
  private static func read(_ id: UUID, in database: any PostgresExecutor) async throws -> RunBundle {
    guard let run = try await RunQueries.find([id], in: database)[id] else {
      throw Refusal(.runNotFound, "no run has the id \(id.lowercased)")
    }
    let entries = try await JournalQueries.messages(ofRuns: [id], in: database)[id] ?? []
    let transitions = try await RunQueries.transitions(of: [id], in: database)[id] ?? []
    let logs = try await RunLogStore.lines(of: [id], in: database)[id] ?? []
    let now = Date()
    let end = run.completedAt ?? now
    let names = Set((transitions.map(\.executor) + logs.map(\.executor) + [run.executor]).compactMap(\.self))
    var collection: MetadataCollection?
    if let collectionID = run.collectionID {
      collection = try await CollectionQueries.find([collectionID], in: database)[collectionID]
    }
    return RunBundle(
      readAt: now, run: run, transitions: transitions,
      activities: try await RunQueries.activities(of: [id], in: database)[id] ?? [], logs: logs,
      messages: entries.map { RunBundle.Message(entry: $0, body: .withheld(.unread)) },
      messageCount: try await JournalQueries.count(
        JournalQueries.Filter(runID: id), atMost: mostCounted, in: database),
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
