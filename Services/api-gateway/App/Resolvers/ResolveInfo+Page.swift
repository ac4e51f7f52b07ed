import Foundation
import GraphQL
import Storage

extension ResolveInfo {
  /// Reads a connection: its rows, and of the rest what is selected.
  ///
  /// - Parameters:
  ///   - rows: one row more than the page shows.
  ///   - hasRows: whether the list holds a row at a cursor or before it.
  func connection<Row: Sendable>(
    _ page: Page, rows: (Page) async throws -> [Row], hasRows: (UUID) async throws -> Bool,
    count: () async throws -> ListCount
  ) async throws -> PageSource<Row> {
    let found = try await rows(Page(first: page.first + 1, after: page.after))
    var hasPreviousPage = false
    if let cursor = page.after, selects("pageInfo", "hasPreviousPage") {
      hasPreviousPage = try await hasRows(cursor)
    }
    let isCounted = selects("totalCount") || selects("totalCountIsEstimate")
    return PageSource(
      found, page: page, hasPreviousPage: hasPreviousPage,
      count: isCounted ? try await count() : ListCount(value: 0))
  }
}
