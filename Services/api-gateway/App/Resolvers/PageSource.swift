import Foundation
import GraphQL
import Storage

/// A page of a list, read with one row more than it shows, which tells whether another page follows.
struct PageSource<Row: Sendable, Filter: Sendable>: GraphQLObject {
  let rows: [Row]
  let hasNextPage: Bool
  let hasPreviousPage: Bool
  /// What the list holds, for its count; nil when it can hold nothing.
  let filter: Filter?

  init(_ found: [Row], page: Page, filter: Filter?) {
    rows = Array(found.prefix(page.first))
    hasNextPage = found.count > page.first
    hasPreviousPage = page.after != nil
    self.filter = filter
  }
}

/// A row and its cursor.
struct EdgeSource<Row: Sendable>: GraphQLObject {
  let cursor: UUID
  let node: Row
}

/// The ends of a page.
struct PageInfoSource: GraphQLObject {
  let hasNextPage: Bool
  let hasPreviousPage: Bool
  let startCursor: UUID?
  let endCursor: UUID?

  static func addResolvers(to resolvers: inout Resolvers) {
    resolvers.object("PageInfo", PageInfoSource.self) { type in
      type.property("hasNextPage") { $0.hasNextPage }
      type.property("hasPreviousPage") { $0.hasPreviousPage }
      type.property("startCursor") { $0.startCursor }
      type.property("endCursor") { $0.endCursor }
    }
  }
}

extension ObjectResolvers {
  /// The fields of a connection but its count.
  mutating func page<Row: GraphQLObject, Filter>(
    id: @escaping @Sendable (Row) -> UUID
  ) where Source == PageSource<Row, Filter> {
    property("nodes") { $0.rows }
    property("edges") { page in page.rows.map { EdgeSource(cursor: id($0), node: $0) } }
    property("pageInfo") { page in
      PageInfoSource(
        hasNextPage: page.hasNextPage, hasPreviousPage: page.hasPreviousPage,
        startCursor: page.rows.first.map(id), endCursor: page.rows.last.map(id))
    }
  }

  /// The fields of an edge.
  mutating func edge<Row: GraphQLObject>() where Source == EdgeSource<Row> {
    property("cursor") { $0.cursor }
    property("node") { $0.node }
  }
}
