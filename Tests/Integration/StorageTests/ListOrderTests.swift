import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage
import TestSupport
import Testing

extension StorageTests {
  /// Lists of endpoints and collections in every order, page by page.
  @Suite struct ListOrderTests {
    private static let project = "list-order"

    /// Endpoints with one collection each: names repeat, labels and switches alternate.
    private static func fill(_ pool: PostgresPool) async throws {
      try await pool.transaction { transaction in
        for index in 0..<24 {
          let id = UUID.v7()
          let endpoint = Endpoint(
            id: id, sourceID: "\(project)-\(id.lowercased)", projectID: project, name: "name \(index % 5)",
            description: nil, verb: "POST", url: "synthetic://x", authPolicy: nil, domain: nil,
            labels: index.isMultiple(of: 3) ? ["third", "eu"] : ["eu"],
            kind: index < 12 ? "synthetic" : "postgres",
            parameters: [:], sealedFields: [], capabilities: nil, isEnabled: !index.isMultiple(of: 4),
            health: .unknown, detectedVersion: nil, versionHint: nil, createdAt: Date(), updatedAt: Date(),
            deletedAt: nil, deletionReason: nil)
          _ = try await EndpointStore.insert(endpoint, sealed: [:], in: transaction)
          var schedule: Schedule?
          if index.isMultiple(of: 2) {
            var daily = Schedule(timezone: "UTC")
            daily.cron = "0 3 * * *"
            schedule = daily
          }
          _ = try await CollectionStore.put(
            MetadataCollection(
              id: .v7(), endpointID: id, name: "list-order \(index % 7)", isEnabled: true, schedule: schedule,
              filters: nil, createdAt: Date(), updatedAt: Date(), deletedAt: nil), in: transaction)
          if index.isMultiple(of: 6) {
            try await transaction.execute(
              "update nucleus.collection set schedule_is_paused = true where endpoint_id = \(id)")
          }
        }
      }
    }

    private func walk<Row>(
      _ id: KeyPath<Row, UUID>, _ list: (Page) async throws -> [Row]
    ) async throws -> [Row] {
      var rows: [Row] = []
      while true {
        let page = try await list(Page(first: 5, after: rows.last?[keyPath: id]))
        rows += page
        if page.count < 5 { return rows }
      }
    }

    @Test func everyFilterInEveryOrderHasNoGapAndNoRepeat() async throws {
      let database = try MigratedDatabase.ofThisSuite
      try await database.withPool(as: .scheduler) { pool in
        try await Self.fill(pool)
        var everything = EndpointQueries.Filter()
        everything.projectID = Self.project
        let all = try await EndpointQueries.list(everything, page: Page(first: 100), in: pool)
        #expect(all.count == 24)
        typealias Change = (inout EndpointQueries.Filter) -> Void
        let endpointFilters: [(Change, (Endpoint) -> Bool)] = [
          ({ _ in }, { _ in true }), ({ $0.kind = "postgres" }, { $0.kind == "postgres" }),
          ({ $0.isEnabled = false }, { !$0.isEnabled }),
          ({ $0.label = "third" }, { $0.labels.contains("third") }),
          ({ $0.health = .unknown }, { _ in true }), ({ $0.health = .degraded }, { _ in false }),
        ]
        for order in ListOrder.allCases {
          for (change, matches) in endpointFilters {
            var filter = everything
            change(&filter)
            let listed = try await walk(\.id) { [filter] page in
              try await EndpointQueries.list(filter, order: order, page: page, in: pool)
            }
            let expected = all.filter(matches)
            #expect(Set(listed.map(\.id)) == Set(expected.map(\.id)) && listed.count == expected.count)
            switch order {
            case .newest: #expect(listed.map(\.id) == expected.map(\.id))
            case .name: #expect(listed.map(\.name) == expected.map(\.name).sorted())
            }
          }
        }

        var own = CollectionQueries.Filter()
        own.search = "LIST-ORDER"
        let collections = try await CollectionQueries.list(own, page: Page(first: 100), in: pool)
        #expect(collections.count == 24)
        let labelled = Set(all.filter { $0.labels.contains("third") }.map(\.id))
        typealias Choice = (inout CollectionQueries.Filter) -> Void
        let collectionFilters: [(Choice, (MetadataCollection) -> Bool)] = [
          ({ _ in }, { _ in true }), ({ $0.hasSchedule = true }, { $0.schedule != nil }),
          ({ $0.hasSchedule = false }, { $0.schedule == nil }),
          ({ $0.isPaused = true }, { $0.schedule?.isPaused == true }),
          ({ $0.isPaused = false }, { $0.schedule?.isPaused == false }),
          ({ $0.label = "third" }, { labelled.contains($0.endpointID) }),
        ]
        for order in ListOrder.allCases {
          for (change, matches) in collectionFilters {
            var filter = own
            change(&filter)
            let listed = try await walk(\.id) { [filter] page in
              try await CollectionQueries.list(filter, order: order, page: page, in: pool)
            }
            let expected = collections.filter(matches)
            #expect(!expected.isEmpty)
            #expect(Set(listed.map(\.id)) == Set(expected.map(\.id)) && listed.count == expected.count)
            switch order {
            case .newest: #expect(listed.map(\.id) == expected.map(\.id))
            case .name: #expect(listed.map(\.name) == expected.map(\.name).sorted())
            }
          }
          await #expect(throws: UnknownCursor.self) {
            _ = try await CollectionQueries.list(
              own, order: order, page: Page(first: 1, after: .v7()), in: pool)
          }
        }
      }
    }
  }
}
