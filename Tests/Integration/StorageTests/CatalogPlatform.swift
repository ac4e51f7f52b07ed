import Domain
import Foundation
import JSON
import Postgres
import Storage
import TestSupport
import Testing

/// An endpoint whose catalog is collected again and again.
struct CatalogPlatform: Sendable {
  let scheduler: PostgresPool
  let executor: PostgresPool
  let sample: SampleRows

  static func with<R: Sendable>(_ body: (CatalogPlatform) async throws -> R) async throws -> R {
    let database = try MigratedDatabase.ofThisSuite
    return try await database.withPool(as: .scheduler) { scheduler in
      try await database.withPool(as: .executor) { executor in
        try await body(
          CatalogPlatform(
            scheduler: scheduler, executor: executor, sample: try await SampleRows.make(scheduler)))
      }
    }
  }

  static func table(
    _ name: String, _ fields: [DatasetField] = [DatasetField(name: "id", type: "bigint", nullable: false)]
  ) -> DiscoveredDataset {
    DiscoveredDataset(
      upstreamID: "public.\(name)", displayName: name, entity: "table", schema: "public", labels: [],
      fields: fields, recordCount: 5, statistics: ["bytes": 8_192])
  }

  /// A run that has begun to look.
  func begin() async throws -> RunClaims.Hold {
    let run = try await sample.trigger(scheduler)
    let job = try #require(
      try await RunClaims.claim([run.id], executor: "e@h", ttl: .seconds(60), in: executor).first)
    return RunClaims.Hold(runID: run.id, fence: job.fence)
  }

  /// Ends a run with what it found.
  func end(
    _ hold: RunClaims.Hold, _ datasets: [DiscoveredDataset], isComplete: Bool = true
  ) async throws -> CatalogChange {
    try await executor.transaction { transaction in
      let found = FoundCatalog(
        endpointID: sample.endpoint.id, runID: hold.runID, datasets: datasets, isComplete: isComplete)
      let change = try #require(try await CatalogWriter.store([found], in: transaction)[hold.runID])
      let end = RunEnd(hold: hold, outcome: .succeeded, stats: change.stats)
      #expect(try await RunCompletion.finish([end], in: transaction) == [hold.runID])
      return change
    }
  }

  func collect(_ datasets: [DiscoveredDataset], isComplete: Bool = true) async throws -> CatalogChange {
    try await end(try await begin(), datasets, isComplete: isComplete)
  }

  func collect(_ names: String..., isComplete: Bool = true) async throws -> CatalogChange {
    try await collect(names.map { Self.table($0) }, isComplete: isComplete)
  }

  /// By name.
  func datasets(stale: Bool? = nil) async throws -> [CatalogDataset] {
    var filter = CatalogQueries.Filter()
    filter.endpointID = sample.endpoint.id
    filter.isStale = stale
    return try await CatalogQueries.list(filter, page: Page(first: 500), in: scheduler)
  }

  func names(stale: Bool) async throws -> [String] {
    try await datasets(stale: stale).map(\.found.displayName)
  }

  func versions(of name: String) async throws -> [DatasetVersion] {
    let dataset = try #require(try await datasets().first { $0.found.displayName == name })
    return try await DatasetVersionQueries.list(of: [dataset.id], in: scheduler)[dataset.id] ?? []
  }

  func changeSet(_ change: CatalogChange) async throws -> CatalogChangeSet {
    let id = try #require(change.changeSetID)
    return try #require(try await ChangeSetQueries.find([id], in: scheduler)[id])
  }

  func apply(_ id: UUID) async throws -> CatalogChangeSet {
    try await scheduler.transaction { transaction in
      let locked = try #require(try await ChangeSetStore.lock(id, in: transaction))
      #expect(locked.state == .pending)
      return try await ChangeSetStore.apply(id, by: "Ada", in: transaction)
    }
  }

  func reject(_ id: UUID) async throws -> CatalogChangeSet {
    try await scheduler.transaction { transaction in
      _ = try #require(try await ChangeSetStore.lock(id, in: transaction))
      return try await ChangeSetStore.reject(id, by: "Ada", note: "a restore", in: transaction)
    }
  }
}
