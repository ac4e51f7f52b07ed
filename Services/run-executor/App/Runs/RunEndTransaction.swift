import Contracts
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
  /// - Returns: for each draft, in order, whether its run was still ours to end.
  func write(_ drafts: [RunEndDraft]) async -> [Result<Bool, any Error>] {
    var results: [Result<Bool, any Error>] = drafts.map { _ in .success(false) }
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

  private func write(group: [RunEndDraft]) async -> [Result<Bool, any Error>] {
    do {
      let ended = try await commit(group)
      afterCommit()
      return group.map { .success(ended.contains($0.hold.runID)) }
    } catch  where group.count > 1 && !StorageFailure.isPassing(error) {
      // One of them is at fault: each for itself, so that it fails alone.
      logger.debug("batch of ends refused", metadata: [LogKey.error: "\(error)", "runs": "\(group.count)"])
      var results: [Result<Bool, any Error>] = []
      for draft in group { results += await write(group: [draft]) }
      return results
    } catch {
      return group.map { _ in .failure(error) }
    }
  }

  /// - Returns: the runs that ended.
  private func commit(_ group: [RunEndDraft]) async throws -> Set<UUID> {
    guard group.contains(where: { $0.catalog != nil || !$0.log.isEmpty }) else {
      let now = Date()
      let ends = group.map { $0.end(change: nil, at: now) }
      guard ends.contains(where: \.concernsHealth) else {
        return measured(ends, try await RunCompletion.finish(ends, in: database))
      }
      let concluded = try await database.transaction { try await RunCompletion.conclude(ends, in: $0) }
      return measured(ends, report(concluded.ended, concluded.changes))
    }
    let concluded = try await database.transaction { try await Self.conclude(group, in: $0) }
    return measured(concluded.ends, report(concluded.ended, concluded.changes))
  }

  struct Concluded: Sendable {
    var ends: [RunEnd] = []
    var ended: Set<UUID> = []
    var changes: [EndpointHealthChange] = []
  }

  /// Writes ends with catalogs and logs, as far as the runs are still the caller's.
  static func conclude(_ group: [RunEndDraft], in transaction: PostgresConnection) async throws -> Concluded {
    let held = try await RunCompletion.lock(group.map(\.hold), in: transaction)
    let ours = group.filter { held.contains($0.hold.runID) }
    guard !ours.isEmpty else { return Concluded() }
    let catalogs = ours.compactMap(\.catalog)
    let changes = catalogs.isEmpty ? [:] : try await CatalogWriter.store(catalogs, in: transaction)
    let now = Date()
    let ends = ours.map { draft in
      draft.end(change: draft.catalog == nil ? nil : changes[draft.hold.runID], at: now)
    }
    let concluded = try await RunCompletion.conclude(ends, in: transaction)
    try await RunLogStore.append(
      ours.filter { concluded.ended.contains($0.hold.runID) }.flatMap(\.log), in: transaction)
    CrashPoint.reach(.executorAfterResults)
    return Concluded(ends: ends, ended: concluded.ended, changes: concluded.changes)
  }

  /// Takes the times of what has been recorded.
  private func measured(_ ends: [RunEnd], _ ended: Set<UUID>) -> Set<UUID> {
    for end in ends where ended.contains(end.hold.runID) { ActivityTimers.record(end.activities) }
    return ended
  }

  private func report(_ ended: Set<UUID>, _ changes: [EndpointHealthChange]) -> Set<UUID> {
    for change in changes {
      HealthCounters.count(change.to)
      logger.notice(
        "health of an endpoint changed",
        metadata: [
          LogKey.endpointID: "\(change.endpointID.lowercased)", "from": "\(change.from.rawValue)",
          "to": "\(change.to.rawValue)", "reason": "\(change.reason)",
        ])
    }
    return ended
  }
}
