import Domain
import Foundation
import GraphQL
import Storage

/// `MetadataEndpoint`
enum MetadataEndpointResolvers {
  private static let defaultRuns = 50
  private static let defaultDatasets = 500
  private static let defaultChanges = 20

  static func add(to resolvers: inout Resolvers) {
    resolvers.object("MetadataEndpoint", Endpoint.self) { type in
      addProperties(to: &type)
      addLinks(to: &type)
    }
    resolvers.object("EndpointHealthChange", EndpointHealthChange.self) { type in
      type.property("at") { $0.at.timestamp }
      type.property("from") { $0.from.rawValue }
      type.property("to") { $0.to.rawValue }
      type.property("reason") { $0.reason }
    }
  }

  private static func addProperties(to type: inout ObjectResolvers<Endpoint>) {
    type.property("id") { $0.id }
    type.property("sourceId") { $0.sourceID }
    type.property("projectId") { $0.projectID }
    type.property("name") { $0.name }
    type.property("description") { $0.description }
    type.property("verb") { $0.verb }
    type.property("url") { $0.url }
    type.property("authPolicy") { $0.authPolicy }
    type.property("domain") { $0.domain }
    type.property("labels") { $0.labels }
    type.property("config") { $0.maskedConfig }
    type.property("detectedVersion") { $0.detectedVersion }
    type.property("versionHint") { $0.versionHint }
    type.property("capabilities") { $0.capabilities }
    type.property("createdAt") { $0.createdAt.timestamp }
    type.property("updatedAt") { $0.updatedAt.timestamp }
    type.property("deletedAt") { $0.deletedAt?.timestamp }
    type.property("deletionReason") { $0.deletionReason }
    type.property("isDeleted") { $0.isDeleted }
    type.property("kind") { $0.kind }
    type.property("isEnabled") { $0.isEnabled }
  }

  private static func addLinks(to type: inout ObjectResolvers<Endpoint>) {
    type.batch("health") { endpoints, info in
      let known = try await info.read {
        try await EndpointHealthQueries.health(of: Array(Set(endpoints.map(\.id))), in: $0)
      }
      return endpoints.map { .success((known[$0.id] ?? .unknown).rawValue.resolved) }
    }
    type.links("healthHistory", by: { $0.id }) { ids, info in
      let first = try PageArguments.first(info.arguments, default: defaultChanges)
      return try await info.read { try await EndpointHealthQueries.changes(of: ids, first: first, in: $0) }
    }
    type.links("runs", by: { $0.id }) { ids, info in
      let limit = try PageArguments.limit(info.arguments, default: defaultRuns)
      return try await info.read {
        try await RunQueries.list(
          of: ids, by: .endpoint, page: Page(first: limit), columns: info.runColumns, in: $0)
      }
    }
    type.links("datasets", by: { $0.id }) { ids, info in
      let limit = try PageArguments.limit(info.arguments, default: defaultDatasets)
      let search = try InputReader(info.arguments.values).text("search", bytes: 0...200)
      return try await info.read {
        try await CatalogQueries.list(
          endpoints: ids, search: search, first: limit, columns: info.datasetColumns, in: $0)
      }
    }
    type.links("collections", by: { $0.id }) { ids, info in
      try await info.read { try await CollectionQueries.list(endpoints: ids, in: $0) }
    }
  }
}
