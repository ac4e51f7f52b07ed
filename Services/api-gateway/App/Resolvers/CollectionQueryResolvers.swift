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
      var filter = CollectionQueries.Filter()
      filter.endpointID = try input.uuid("endpointId")
      filter.isEnabled = try input.bool("isEnabled")
      filter.label = try input.text("label")
      filter.search = try input.text("search", bytes: 0...200)
      filter.hasSchedule = try input.bool("hasSchedule")
      filter.isPaused = try input.bool("isPaused")
      let order = try input.choice("orderBy", as: ListOrder.self) ?? .newest
      let page = try PageArguments.page(info.arguments, default: defaultPage)
      return try await info.read { [filter] in
        try await CollectionQueries.list(filter, order: order, page: page, in: $0)
      }
    }
    resolvers["Query", "collection"] = .root { info in
      let id = try InputReader(info.arguments.values).requiredUUID("id")
      return try await info.read { try await CollectionQueries.find([id], in: $0) }[id]
    }
  }
}
