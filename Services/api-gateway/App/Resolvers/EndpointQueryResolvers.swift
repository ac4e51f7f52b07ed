import Domain
import Foundation
import GraphQL
import JSON
import Storage

/// The queries for endpoints and their templates.
enum EndpointQueryResolvers {
  private static let defaultPage = 50
  /// How much a list without pages answers at most.
  private static let longest = 10_000

  static func add(to resolvers: inout Resolvers) {
    resolvers["Query", "endpoints"] = .root { info in
      let input = InputReader(info.arguments.values)
      var filter = EndpointQueries.Filter()
      filter.projectID = try input.text("projectSlug")
      filter.capability = try input.text("capability")
      filter.search = try input.text("search", bytes: 0...200)
      filter.kind = try input.text("kind")
      filter.isEnabled = try input.bool("isEnabled")
      filter.label = try input.text("label")
      filter.health = try input.choice("health", as: EndpointHealth.self)
      let order = try input.choice("orderBy", as: ListOrder.self) ?? .newest
      let page = try PageArguments.page(info.arguments, default: defaultPage)
      return try await info.read { [filter] in
        try await EndpointQueries.list(
          filter, order: order, page: page, columns: info.endpointColumns, in: $0)
      }
    }
    resolvers["Query", "metadataEndpoints"] = .root { info in
      let input = InputReader(info.arguments.values)
      var filter = EndpointQueries.Filter()
      filter.projectID = try input.text("projectId")
      filter.includesDeleted = try input.bool("includeDeleted") ?? false
      return try await info.read { [filter] in
        try await EndpointQueries.list(
          filter, page: Page(first: longest), columns: info.endpointColumns, in: $0)
      }
    }
    for field in ["endpoint", "metadataEndpoint"] {
      resolvers["Query", field] = .root { info in
        let id = try InputReader(info.arguments.values).requiredUUID("id")
        return try await info.read {
          try await EndpointQueries.find([id], columns: info.endpointColumns, in: $0)
        }[id]
      }
    }
    resolvers["Query", "endpointBySourceId"] = .root { info in
      let sourceID = try InputReader(info.arguments.values).requiredText("sourceId")
      return try await info.read { try await EndpointQueries.find(sourceID: sourceID, in: $0) }
    }
    resolvers["Query", "endpointTemplates"] = .root { info in
      let family = try InputReader(info.arguments.values).choice("family", as: EndpointTemplate.Family.self)
      return try info.gateway.services.templates.all.filter { family == nil || $0.family == family }
    }
  }
}
