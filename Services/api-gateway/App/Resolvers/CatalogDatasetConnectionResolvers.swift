import Domain
import GraphQL
import Storage

/// `CatalogDatasetConnection` and `CatalogDatasetEdge`
enum CatalogDatasetConnectionResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers.object(
      "CatalogDatasetConnection", PageSource<CatalogDataset, CatalogQueries.Filter>.self
    ) { type in
      type.page { $0.id }
      type.single("totalCount") { page, info in
        guard let filter = page.filter else { return 0 }
        return try await info.read { try await CatalogQueries.count(filter, in: $0) }
      }
    }
    resolvers.object("CatalogDatasetEdge", EdgeSource<CatalogDataset>.self) { $0.edge() }
  }
}
