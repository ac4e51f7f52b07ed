import Foundation
import GraphQL
import Storage

/// A page of a list, read with one row more than it shows, which tells whether another page follows.
struct PageSource<Row: Sendable>: GraphQLObject {
  let rows: [Row]
  let hasNextPage: Bool
  /// Read only where it is asked for, as ``count``.
  let hasPreviousPage: Bool
  let count: ListCount

  /// A page of a list that can hold nothing.
  static var empty: PageSource {
    PageSource([], page: Page(first: 1), hasPreviousPage: false, count: ListCount(value: 0))
  }

  init(_ found: [Row], page: Page, hasPreviousPage: Bool, count: ListCount) {
    rows = Array(found.prefix(page.first))
    hasNextPage = found.count > page.first
    self.hasPreviousPage = hasPreviousPage
    self.count = count
  }
}
