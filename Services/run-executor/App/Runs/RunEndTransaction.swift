import CrashPoints
import Domain
import Foundation
import Logging
import Postgres
import ServiceRuntime
import Storage

/// One transaction that ends runs with what they found.
struct RunEndTransaction: Sendable {
  let database: PostgresPool
  let logger: Logger
  let afterCommit: @Sendable () -> Void

  /// Writes a batch.
  /// - Returns: one result for each draft, in order.
  func write(_ drafts: [RunEndDraft]) async -> [Result<Void, any Error>] {
    var results: [Result<Void, any Error>] = drafts.map { _ in .success(()) }
    for group in Self.groups(of: drafts) {
      for (index, result) in zip(group, await write(group: group.map { drafts[$0] })) {
        results[index] = result
      }
    }
    return results
  }

  /// Splits a batch so that no endpoint has two catalogs in one statement.
  static func groups(of drafts: [RunEndDraft]) -> [[Int]] {
    var groups: [[Int]] = []
    var catalogsOf: [UUID: Int] = [:]
    for (index, draft) in drafts.enumerated() {
      var group = 0
      if let endpoint = draft.catalog?.endpointID {
        group = catalogsOf[endpoint, default: 0]
        catalogsOf[endpoint] = group + 1
      }
      if group == groups.count { groups.append([]) }
      groups[group].append(index)
    }
    return groups
  }

  private func write(group: [RunEndDraft]) async -> [Result<Void, any Error>] {
    do {
      try await commit(group)
      afterCommit()
      return group.map { _ in .success(()) }
    } catch  where group.count > 1 && !StorageFailure.isPassing(error) {
      // One of them is at fault: each for itself, so that it fails alone.
      logger.debug("batch of ends refused", metadata: [LogKey.error: "\(error)", "runs": "\(group.count)"])
      var results: [Result<Void, any Error>] = []
      for draft in group { results += await write(group: [draft]) }
      return results
    } catch {
      return group.map { _ in .failure(error) }
    }
  }

  private func commit(_ group: [RunEndDraft]) async throws {
    guard group.contains(where: { $0.catalog != nil }) else {
      let now = Date()
      try await RunCompletion.finish(group.map { $0.end(change: nil, at: now) }, in: database)
      return
    }
    try await database.transaction { transaction in
      let held = try await RunCompletion.lock(group.map(\.hold), in: transaction)
      let ours = group.filter { held.contains($0.hold.runID) }
      guard !ours.isEmpty else { return }
      let changes = try await CatalogWriter.store(ours.compactMap(\.catalog), in: transaction)
      let now = Date()
      let ends = ours.map { draft in
        draft.end(change: draft.catalog == nil ? nil : changes[draft.hold.runID], at: now)
      }
      try await RunCompletion.finish(ends, in: transaction)
      CrashPoint.reach(.executorAfterResults)
    }
  }
}
