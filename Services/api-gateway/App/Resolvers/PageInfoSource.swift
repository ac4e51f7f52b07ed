import Foundation
import GraphQL

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
