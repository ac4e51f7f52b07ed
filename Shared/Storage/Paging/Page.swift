import Foundation
import Postgres

/// A slice of a list that is ordered newest first: `first` rows after the row with the id `after`.
public struct Page: Sendable, Hashable {
  public var first: Int
  public var after: UUID?

  public init(first: Int, after: UUID? = nil) {
    self.first = first
    self.after = after
  }

  /// Where the cursor's row stands in the order.
  static func position(
    of cursor: UUID, in table: String, by column: String, _ database: some PostgresExecutor
  ) async throws -> Date {
    let rows = try await database.query(
      "select \(identifier: column) as position from \(unescaped: table) where id = \(cursor)")
    guard let row = rows.first else { throw UnknownCursor(cursor: cursor) }
    return try row.decode("position")
  }
}
