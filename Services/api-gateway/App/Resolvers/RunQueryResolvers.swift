import Domain
import Foundation
import GraphQL
import JSON
import Storage

/// The queries for runs.
enum RunQueryResolvers {
  private static let defaultPage = 50

  static func add(to resolvers: inout Resolvers) {
    resolvers["Query", "collectionRuns"] = .root { info in
      let page = try PageArguments.page(info.arguments, default: defaultPage)
      return try await list(info, page: page)
    }
    resolvers["Query", "metadataCollectionRuns"] = .root { info in
      let limit = try PageArguments.limit(info.arguments, default: defaultPage)
      return try await list(info, page: Page(first: limit))
    }
    resolvers["Query", "collectionRun"] = .root { info in
      let id = try InputReader(info.arguments.values).requiredUUID("id")
      return try await info.read { try await RunQueries.find([id], columns: info.runColumns, in: $0) }[id]
    }
    resolvers["Query", "runConnection"] = .root { info in
      let page = try PageArguments.page(info.arguments, default: defaultPage)
      guard let filter = try RunFilterArguments.filter(info.arguments, default: nil) else {
        return PageSource<Run>.empty
      }
      let columns = RunColumns(selected: info.rowFields)
      return try await info.connection(page) { page in
        try await info.read { try await RunQueries.list(filter, page: page, columns: columns, in: $0) }
      } hasRows: { cursor in
        try await info.read { try await RunQueries.hasRun(filter, upTo: cursor, in: $0) }
      } count: {
        try await info.read { try await RunQueries.count(filter, in: $0) }
      }
    }
  }

  private static func list(_ info: ResolveInfo, page: Page) async throws -> [Run] {
    guard let filter = try RunFilterArguments.filter(info.arguments, default: .collection) else { return [] }
    return try await info.read {
      try await RunQueries.list(filter, page: page, columns: info.runColumns, in: $0)
    }
  }
}
