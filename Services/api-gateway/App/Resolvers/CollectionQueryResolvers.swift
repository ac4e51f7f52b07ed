import Domain
import Foundation
import GraphQL
import JSON
import Storage

/// The queries for collections.
enum CollectionQueryResolvers {
  private static let defaultPage = 50

  static func add(to resolvers: inout Resolvers) {
    resolvers["Query", "collections"] = .root { info in
      let input = InputReader(info.arguments.values)
      let endpoint = try input.uuid("endpointId")
      let isEnabled = try input.bool("isEnabled")
      let page = try PageArguments.page(info.arguments, default: defaultPage)
      return try await info.read {
        try await CollectionQueries.list(endpoint: endpoint, isEnabled: isEnabled, page: page, in: $0)
      }
    }
    resolvers["Query", "collection"] = .root { info in
      let id = try InputReader(info.arguments.values).requiredUUID("id")
      return try await info.read { try await CollectionQueries.find([id], in: $0) }[id]
    }
  }
}
