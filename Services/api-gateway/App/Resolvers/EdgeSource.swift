import Foundation
import GraphQL

/// A row and its cursor.
struct EdgeSource<Row: Sendable>: GraphQLObject {
  let cursor: UUID
  let node: Row
}
