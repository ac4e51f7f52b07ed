import Domain
import GraphQL

/// `CatalogDatasetConnection` and `CatalogDatasetEdge`
enum CatalogDatasetConnectionResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers.object("CatalogDatasetConnection", PageSource<CatalogDataset>.self) { type in
      type.page { $0.id }
    }
    resolvers.object("CatalogDatasetEdge", EdgeSource<CatalogDataset>.self) { $0.edge() }
  }
}
