import Foundation
import GraphQL
import Storage

extension ObjectResolvers {
  /// The fields of a connection.
  mutating func page<Row: GraphQLObject>(
    id: @escaping @Sendable (Row) -> UUID
  ) where Source == PageSource<Row> {
    property("nodes") { $0.rows }
    property("edges") { page in page.rows.map { EdgeSource(cursor: id($0), node: $0) } }
    property("pageInfo") { page in
      PageInfoSource(
        hasNextPage: page.hasNextPage, hasPreviousPage: page.hasPreviousPage,
        startCursor: page.rows.first.map(id), endCursor: page.rows.last.map(id))
    }
    property("totalCount") { $0.count.value }
    property("totalCountIsEstimate") { $0.count.isEstimate }
  }

  /// The fields of an edge.
  mutating func edge<Row: GraphQLObject>() where Source == EdgeSource<Row> {
    property("cursor") { $0.cursor }
    property("node") { $0.node }
  }
}
