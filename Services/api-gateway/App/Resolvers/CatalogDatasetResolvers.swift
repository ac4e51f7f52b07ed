import Domain
import Foundation
import GraphQL
import JSON
import Storage

/// `CatalogDataset`, `CatalogDatasetField`, `CatalogDatasetProfile` and `CatalogDatasetVersion`
enum CatalogDatasetResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers.object("CatalogDataset", CatalogDataset.self) { type in
      addProperties(to: &type)
      addLinks(to: &type)
      // Previews and ingestion come with their own releases.
      type.null("sampleRows")
      type.null("ingestionConfig")
      type.null("preview")
    }
    resolvers.object("CatalogDatasetField", DatasetField.self) { type in
      type.property("name") { $0.name }
      type.property("type") { $0.type }
      type.property("description") { $0.description }
      type.property("nullable") { $0.nullable }
      type.property("primaryKey") { $0.primaryKey }
    }
    resolvers.object("CatalogDatasetProfile", DatasetProfile.self) { type in
      type.property("recordCount") { Int32(exactly: $0.recordCount) }
      type.property("lastProfiledAt") { $0.profiledAt.timestamp }
      type.property("raw") { JSONValue.object(["recordCount": .int($0.recordCount)]) }
      type.null("sampleSize")
    }
    resolvers.object("CatalogDatasetVersion", DatasetVersion.self) { type in
      type.property("version") { $0.version }
      type.property("at") { $0.at.timestamp }
      type.property("runId") { $0.runID }
      type.property("added") { $0.added }
      type.property("removed") { $0.removed }
      type.property("changed") { $0.changed }
    }
    for later in [
      "CatalogDatasetPreview", "IngestionUnitConfig", "IngestionStatus", "JiraIngestionFilter",
    ] {
      resolvers.setDefault(.member, on: later)
    }
  }

  private static func addProperties(to type: inout ObjectResolvers<CatalogDataset>) {
    type.property("id") { $0.id }
    type.property("upstreamId") { $0.found.upstreamID }
    type.property("displayName") { $0.found.displayName }
    type.property("description") { $0.found.description }
    type.property("labels") { $0.found.labels }
    type.property("schema") { $0.found.schema }
    type.property("entity") { $0.found.entity }
    type.property("collectedAt") { $0.collectedAt.timestamp }
    type.property("sourceEndpointId") { $0.endpointID }
    type.property("profile") { dataset in
      dataset.found.recordCount.map { DatasetProfile(recordCount: $0, profiledAt: dataset.collectedAt) }
    }
    type.property("statistics") { $0.found.statistics }
    type.property("fields") { $0.found.fields }
    type.property("isStale") { $0.isStale }
    type.property("staleSince") { $0.staleSince?.timestamp }
  }

  private static func addLinks(to type: inout ObjectResolvers<CatalogDataset>) {
    type.link("sourceEndpoint", by: { $0.endpointID }) { ids, info in
      try await info.read { try await EndpointQueries.find(ids, columns: info.endpointColumns, in: $0) }
    }
    type.link("source", by: { $0.endpointID }) { ids, info in
      try await info.read { try await EndpointQueries.find(ids, columns: [], in: $0) }.mapValues(\.sourceID)
    }
    type.link("projectIds", by: { $0.endpointID }) { ids, info in
      try await info.read { try await EndpointQueries.find(ids, columns: [], in: $0) }
        .mapValues { endpoint in endpoint.projectID.map { [$0] } ?? [] }
    }
    type.links("versions", by: { $0.id }) { ids, info in
      try await info.read { try await DatasetVersionQueries.list(of: ids, in: $0) }
    }
    type.link("staleRun", by: { $0.staleRunID }) { ids, info in
      try await info.read { try await RunQueries.find(ids, columns: info.runColumns, in: $0) }
    }
    type.link("lastCollectionRun", by: { $0.lastRunID }) { ids, info in
      try await info.read { try await RunQueries.find(ids, columns: info.runColumns, in: $0) }
    }
  }
}

/// What a collection learned of a dataset's content.
private struct DatasetProfile: GraphQLObject {
  let recordCount: Int64
  let profiledAt: Date
}
