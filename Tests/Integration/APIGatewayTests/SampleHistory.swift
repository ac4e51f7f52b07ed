import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage
import TestSupport
import Testing

/// Rows to read: endpoints with collections, runs and datasets.
struct SampleHistory: Sendable {
  let endpoints: [Endpoint]
  /// The `default` collection of each endpoint.
  let collections: [MetadataCollection]
  /// Newest last; of the first endpoint, then of the second…
  let runs: [Run]

  static func make(
    on platform: GatewayPlatform, project: String, endpoints count: Int, finishedRuns: Int
  ) async throws -> SampleHistory {
    try await platform.writer.transaction { transaction in
      var endpoints: [Endpoint] = []
      var collections: [MetadataCollection] = []
      var runs: [Run] = []
      for index in 0..<count {
        let id = UUID.v7()
        let endpoint = Endpoint(
          id: id, sourceID: "\(project)-\(index)", projectID: project, name: "Endpoint \(index)",
          description: nil, verb: "POST", url: "postgresql://db/\(index)", authPolicy: nil, domain: nil,
          labels: ["sample"], kind: "postgres", parameters: ["host": "db", "database": "shop"],
          sealedFields: ["password"], capabilities: nil, isEnabled: true, health: .unknown,
          detectedVersion: nil, versionHint: nil, createdAt: Date(), updatedAt: Date(), deletedAt: nil,
          deletionReason: nil)
        endpoints.append(
          try #require(
            try await EndpointStore.insert(endpoint, sealed: ["password": "nsl1.x.y.z"], in: transaction)))
        let collection = try await CollectionStore.makeDefault(id: .v7(), endpoint: id, in: transaction)
        collections.append(collection)
        for number in 0..<finishedRuns + 1 {
          runs += try await RunCreation.insert(
            [
              RunCreation.NewRun(
                collectionID: collection.id, endpointID: id, trigger: .manual, requestedBy: "test",
                filters: ["number": .int(Int64(number))],
                cause: MessageCause(messageID: UUID.v7().lowercased, correlationID: nil, traceparent: nil))
            ], in: transaction)
          if number < finishedRuns {
            try await transaction.execute(
              """
              update nucleus.run set status = 'SKIPPED', completed_at = clock_timestamp(), error = 'nothing to do'
              where collection_id = \(collection.id) and status = 'QUEUED'
              """)
          }
        }
      }
      return SampleHistory(endpoints: endpoints, collections: collections, runs: runs)
    }
  }

  /// Stores datasets of the first endpoint, found by its last run.
  func addDatasets(_ count: Int, on platform: GatewayPlatform) async throws {
    let run = try #require(runs.last { $0.endpointID == endpoints[0].id })
    let field = DatasetField(name: "id", type: "bigint", nullable: false, primaryKey: true)
    let executor = try await platform.database.connect(as: .executor)
    let found = (0..<count).map { index -> DiscoveredDataset in
      DiscoveredDataset(
        upstreamID: "public.table_\(index)", displayName: "table \(index)", entity: "table", schema: "public",
        labels: index.isMultiple(of: 2) ? ["even"] : [], fields: [field],
        recordCount: index == 0 ? 5_000_000_000 : Int64(index), statistics: ["bytes": 8_192])
    }
    _ = try await executor.transaction { transaction in
      try await CatalogWriter.store(
        [FoundCatalog(endpointID: endpoints[0].id, runID: run.id, datasets: found, isComplete: true)],
        in: transaction)
    }
    await executor.close()
  }
}
