import Contracts
import Domain
import Foundation
import GraphQL
import JSON
import Storage

/// The queries for datasets.
enum CatalogQueryResolvers {
  private static let defaultPage = 25
  /// How much a list without pages answers at most.
  private static let longest = 50_000

  static func add(to resolvers: inout Resolvers) {
    resolvers["Query", "catalogDatasets"] = .root { info in
      let filter = try filter(info.arguments)
      return try await info.read {
        try await CatalogQueries.list(
          filter, page: Page(first: longest), columns: info.datasetColumns, in: $0)
      }
    }
    resolvers["Query", "catalogDatasetConnection"] = .root { info in
      let filter = try filter(info.arguments)
      let page = try PageArguments.page(info.arguments, default: defaultPage)
      let columns = DatasetColumns(selected: info.rowFields)
      return try await info.connection(page) { page in
        try await info.read { try await CatalogQueries.list(filter, page: page, columns: columns, in: $0) }
      } hasRows: { cursor in
        try await info.read { try await CatalogQueries.hasDataset(filter, upTo: cursor, in: $0) }
      } count: {
        try await info.read { try await CatalogQueries.count(filter, in: $0) }
      }
    }
    for field in ["dataset", "metadataDataset"] {
      resolvers["Query", field] = .root { info in
        let id = try InputReader(info.arguments.values).requiredUUID("id")
        return try await info.read {
          try await CatalogQueries.find([id], columns: info.datasetColumns, in: $0)
        }[id]
      }
    }
    // No previews are taken in this release; the id is checked all the same.
    resolvers["Query", "catalogDatasetPreview"] = .root { info in
      _ = try InputReader(info.arguments.values).requiredUUID("id")
      return ResolvedValue.null
    }
  }

  private static func filter(_ arguments: Arguments) throws(Refusal) -> CatalogQueries.Filter {
    let input = InputReader(arguments.values)
    var filter = CatalogQueries.Filter()
    filter.projectID = try input.text("projectId")
    filter.labels = try input.texts("labels", count: 100)
    filter.search = try input.text("search", bytes: 0...200)
    filter.endpointID = try input.uuid("endpointId")
    filter.unlabeledOnly = try input.bool("unlabeledOnly") ?? false
    filter.isStale = try input.bool("isStale")
    return filter
  }
}
