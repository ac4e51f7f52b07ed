import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage
import TestSupport
import Testing

/// What becomes of datasets that are no longer there (A18).
extension StorageTests {
  @Suite struct FreshnessTests {
    @Test func whatIsGoneIsMarkedAndReturns() async throws {
      try await CatalogPlatform.with { platform in
        _ = try await platform.collect("a", "b", "c")
        let hold = try await platform.begin()
        let gone = try await platform.end(hold, [CatalogPlatform.table("a"), CatalogPlatform.table("b")])
        #expect((gone.stale, gone.pending, gone.changeSetID) == (1, 0, nil))
        let marked = try #require(try await platform.datasets(stale: true).first)
        #expect(marked.found.displayName == "c" && marked.staleRunID == hold.runID)
        let since = try #require(marked.staleSince)
        #expect(abs(since.timeIntervalSinceNow) < 60 && since > marked.collectedAt)
        #expect(marked.lastRunID != hold.runID)
        // It stays as it was marked.
        #expect(try await platform.collect("a", "b").stale == 0)
        #expect(try await platform.datasets(stale: true).first?.staleSince == since)
        // A limited run that sees it is enough.
        let back = try await platform.collect("c", isComplete: false)
        #expect((back.added, back.changed, back.stale) == (0, 0, 0))
        #expect(try await platform.names(stale: false) == ["a", "b", "c"])
        let returned = try #require(try await platform.datasets().last)
        #expect(returned.staleSince == nil && returned.staleRunID == nil)
        #expect(try await platform.versions(of: "c").map(\.version) == [1])
      }
    }

    @Test func limitedRunsMarkNothing() async throws {
      try await CatalogPlatform.with { platform in
        _ = try await platform.collect("a", "b", "c")
        #expect(try await platform.collect("a", isComplete: false).stale == 0)
        #expect(try await platform.collect([], isComplete: false).pending == 0)
        #expect(try await platform.names(stale: true).isEmpty)
      }
    }

    @Test func tooManyWaitForAWord() async throws {
      try await CatalogPlatform.with { platform in
        _ = try await platform.collect("a", "b", "c", "d")
        let first = try await platform.collect("d")
        #expect((first.stale, first.pending) == (0, 3))
        #expect(first.stats["changeSetId"]?.stringValue == first.changeSetID?.uuidString.lowercased())
        #expect(try await platform.names(stale: true).isEmpty)
        var set = try await platform.changeSet(first)
        #expect(set.state == .pending && set.endpointID == platform.sample.endpoint.id)
        #expect((set.found, set.live, set.missing, set.threshold) == (1, 4, 3, 0.5))
        let listed = try await ChangeSetQueries.datasets(
          of: [set.id], page: Page(first: 2), in: platform.scheduler)[set.id]
        #expect(listed?.map(\.found.displayName) == ["a", "b"])
        let rest = try await ChangeSetQueries.datasets(
          of: [set.id], page: Page(first: 2, after: listed?.last?.id), in: platform.scheduler)[set.id]
        #expect(rest?.map(\.found.displayName) == ["c"])

        set = try await platform.reject(set.id)
        #expect(set.state == .rejected && set.decidedBy == "Ada" && set.note == "a restore")
        let second = try await platform.collect("d")
        #expect(second.pending == 3 && second.changeSetID != first.changeSetID)
        // Looking again answers what was asked before.
        let third = try await platform.collect("d", "new")
        #expect(try await platform.changeSet(second).state == .superseded)
        #expect(try await platform.changeSet(third).live == 4)
        // Seen meanwhile, in part and by a limited run: that one stays.
        _ = try await platform.collect("a", isComplete: false)
        set = try await platform.apply(try #require(third.changeSetID))
        #expect(set.state == .applied && set.marked == 2 && set.decidedAt != nil)
        #expect(try await platform.names(stale: true) == ["b", "c"])
        #expect(try await platform.names(stale: false) == ["a", "d", "new"])
        let stale = try await platform.datasets(stale: true)
        #expect(stale.allSatisfy { $0.staleRunID == set.runID && $0.staleSince != nil })
        var filter = ChangeSetQueries.Filter()
        filter.endpointID = platform.sample.endpoint.id
        let all = try await ChangeSetQueries.list(filter, page: Page(first: 10), in: platform.scheduler)
        #expect(all.map(\.state) == [.applied, .superseded, .rejected])
        filter.state = .superseded
        let one = try await ChangeSetQueries.list(filter, page: Page(first: 10), in: platform.scheduler)
        #expect(one.map(\.id) == [second.changeSetID])
      }
    }

    @Test func whenAllAreBackNothingIsAskedAnyMore() async throws {
      try await CatalogPlatform.with { platform in
        _ = try await platform.collect("a", "b", "c")
        let asked = try await platform.collect([])
        #expect(asked.pending == 3 && asked.datasets == 0)
        _ = try await platform.collect("a", "b", "c")
        #expect(try await platform.changeSet(asked).state == .superseded)
        #expect(try await platform.names(stale: true).isEmpty)
      }
    }

    @Test func theEndpointsOwnThresholdDecides() async throws {
      try await CatalogPlatform.with { platform in
        var endpoint = platform.sample.endpoint
        endpoint.parameters = ["limits": ["staleThreshold": 1]]
        let changed = endpoint
        _ = try await platform.scheduler.transaction { try await EndpointStore.update(changed, in: $0) }
        _ = try await platform.collect("a", "b", "c")
        #expect(try await platform.collect([]).stale == 3)
      }
    }

    /// Two collections of one endpoint at once: the one that looked first knows less.
    @Test func whatAnotherRunSawSinceIsNotMissing() async throws {
      try await CatalogPlatform.with { platform in
        _ = try await platform.collect("a", "b")
        let early = try await platform.begin()
        let other = try await platform.scheduler.transaction {
          try await CollectionStore.put(
            MetadataCollection(
              id: .v7(), endpointID: platform.sample.endpoint.id, name: "other", isEnabled: true,
              schedule: nil,
              filters: nil, createdAt: Date(), updatedAt: Date(), deletedAt: nil), in: $0)
        }.0
        let late = CatalogPlatform(
          scheduler: platform.scheduler, executor: platform.executor,
          sample: SampleRows(endpoint: platform.sample.endpoint, collection: other))
        #expect(try await late.collect("a", "b", "c").added == 1)
        let change = try await platform.end(early, [CatalogPlatform.table("a")])
        #expect((change.stale, change.pending) == (0, 0))
        #expect(try await platform.names(stale: true).isEmpty)
      }
    }

    @Test func manyEndpointsInOneTransaction() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { scheduler in
        try await database.withPool(as: .executor) { executor in
          var platforms: [CatalogPlatform] = []
          for _ in 0..<4 {
            let sample = try await SampleRows.make(scheduler)
            let platform = CatalogPlatform(scheduler: scheduler, executor: executor, sample: sample)
            _ = try await platform.collect("a", "b", "c", "d")
            platforms.append(platform)
          }
          // Nothing gone, one gone, most gone, limited.
          let left = [["a", "b", "c", "d"], ["a", "b", "c"], ["d"], ["d"]]
          var holds: [RunClaims.Hold] = []
          for platform in platforms { holds.append(try await platform.begin()) }
          let catalogs = zip(zip(platforms, holds), left).enumerated().map { index, part in
            FoundCatalog(
              endpointID: part.0.0.sample.endpoint.id, runID: part.0.1.runID,
              datasets: part.1.map { CatalogPlatform.table($0) }, isComplete: index < 3)
          }
          let changes = try await executor.transaction { try await CatalogWriter.store(catalogs, in: $0) }
          #expect(holds.map { changes[$0.runID]?.stale } == [0, 1, 0, 0])
          #expect(holds.map { changes[$0.runID]?.pending } == [0, 0, 3, 0])
          for (platform, expected) in zip(platforms, [[], ["d"], [], []] as [[String]]) {
            #expect(try await platform.names(stale: true) == expected)
          }
        }
      }
    }

    @Test func aProposalIsTold() async throws {
      try await CatalogPlatform.with { platform in
        _ = try await platform.collect("a", "b")
        let change = try await platform.collect([])
        let told = try await platform.executor.query(
          """
          select routing_key, body from nucleus.outbox
          where endpoint_id = \(platform.sample.endpoint.id) and type = 'change-set.proposed.v1'
          """)
        #expect(told.count == 1)
        let body = try #require(told.first).decode("body", as: String.self)
        let event = try MessageCodec.decode(ChangeSetEvent.self, from: [UInt8](body.utf8))
        #expect(event.changeSetID == change.changeSetID && event.state == "PENDING" && event.missing == 2)
      }
    }
  }
}
