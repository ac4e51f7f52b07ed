import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage
import TestSupport
import Testing

extension StorageTests {
  @Suite struct CatalogTests {
    private func datasets(_ count: Int, fields: Int = 3, type: String = "text") -> [DiscoveredDataset] {
      (0..<count).map { index in
        DiscoveredDataset(
          upstreamID: "public.t\(index)", displayName: "t\(index)", entity: "table", schema: "public",
          labels: ["a", "b"],
          fields: (0..<fields).map { DatasetField(name: "c\($0)", type: type, nullable: true) },
          recordCount: 5,
          statistics: ["bytes": 8_192])
      }
    }

    private func store(
      _ datasets: [DiscoveredDataset], _ sample: SampleRows, scheduler: PostgresPool, executor: PostgresPool,
      isComplete: Bool = true
    ) async throws -> CatalogChange {
      let run = try await sample.trigger(scheduler)
      let job = try #require(
        try await RunClaims.claim([run.id], executor: "e@h", ttl: .seconds(15), in: executor).first)
      return try await executor.transaction { transaction in
        let found = FoundCatalog(
          endpointID: sample.endpoint.id, runID: run.id, datasets: datasets, isComplete: isComplete)
        let change = try #require(try await CatalogWriter.store([found], in: transaction)[run.id])
        let hold = RunClaims.Hold(runID: run.id, fence: job.fence)
        #expect(
          try await RunCompletion.finish([RunEnd(hold: hold, outcome: .succeeded)], in: transaction) == [
            run.id
          ])
        return change
      }
    }

    @Test func tellsAddedChangedAndStale() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { scheduler in
        try await database.withPool(as: .executor) { executor in
          let sample = try await SampleRows.make(scheduler)
          var change = try await store(datasets(5), sample, scheduler: scheduler, executor: executor)
          #expect((change.datasets, change.added, change.changed, change.stale) == (5, 5, 0, 0))
          change = try await store(datasets(5), sample, scheduler: scheduler, executor: executor)
          #expect((change.datasets, change.added, change.changed, change.stale) == (5, 0, 0, 0))
          change = try await store(
            datasets(4, type: "int4"), sample, scheduler: scheduler, executor: executor)
          #expect((change.datasets, change.added, change.changed, change.stale) == (4, 0, 4, 1))
          change = try await store(
            datasets(1, type: "int4"), sample, scheduler: scheduler, executor: executor, isComplete: false)
          #expect(change.stale == 0)
          change = try await store(
            datasets(5, type: "int4"), sample, scheduler: scheduler, executor: executor)
          #expect(change.changed == 1)
          var filter = CatalogQueries.Filter()
          filter.endpointID = sample.endpoint.id
          let stored = try await CatalogQueries.list(filter, page: Page(first: 100), in: scheduler)
          #expect(stored.map(\.found) == datasets(5, type: "int4"))
          #expect(stored.allSatisfy { !$0.isStale })
        }
      }
    }

    @Test func pagesByNameWithoutGapOrRepeat() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { scheduler in
        try await database.withPool(as: .executor) { executor in
          let sample = try await SampleRows.make(scheduler)
          _ = try await store(datasets(25), sample, scheduler: scheduler, executor: executor)
          var filter = CatalogQueries.Filter()
          filter.endpointID = sample.endpoint.id
          var names: [String] = []
          var cursor: UUID?
          repeat {
            let page = try await CatalogQueries.list(
              filter, page: Page(first: 7, after: cursor), in: scheduler)
            names += page.map(\.found.displayName)
            cursor = page.last?.id
          } while cursor != nil
          #expect(names == datasets(25).map(\.displayName).sorted())
          #expect(try await CatalogQueries.count(filter, in: scheduler) == ListCount(value: 25))
          filter.search = "T2_"
          #expect(try await CatalogQueries.list(filter, page: Page(first: 7), in: scheduler).isEmpty)
        }
      }
    }

    @Test func largeCatalogsAreStoredInBulk() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { scheduler in
        try await database.withPool(as: .executor) { executor in
          let sample = try await SampleRows.make(scheduler)
          let large = datasets(2_000, fields: 20)
          let first = try await store(large, sample, scheduler: scheduler, executor: executor)
          #expect(first.added == 2_000)
          let second = try await store(large, sample, scheduler: scheduler, executor: executor)
          #expect((second.added, second.changed) == (0, 0))
        }
      }
    }
  }
}
