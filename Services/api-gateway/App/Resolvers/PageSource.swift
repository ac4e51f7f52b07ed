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
