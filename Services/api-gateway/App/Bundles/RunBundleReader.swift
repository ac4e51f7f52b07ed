import Contracts
import Domain
import Foundation
import Postgres
import Storage

/// Reads what a bundle is made of.
struct RunBundleReader: Sendable {
  let reader: DatabaseReader

  /// How long before the run's request and after its end changes of health are of interest.
  private static let before: TimeInterval = 86_400
  private static let after: TimeInterval = 3_600

  /// - Throws: a ``Refusal``: `E_RUN_NOT_FOUND`, `E_UNAVAILABLE`, `E_TIMEOUT`.
  func read(_ id: UUID) async throws -> RunBundle {
    try await reader.read { database in try await Self.read(id, in: database) }
  }

  private static func read(_ id: UUID, in database: any PostgresExecutor) async throws -> RunBundle {
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
