import Postgres

extension [Row] {
  /// The row that a statement returns for a row the transaction holds locked.
  func only() throws -> Row {
    guard count == 1, let row = first else { throw RowCountError(count: count) }
    return row
  }
}

/// A statement on one locked row met another number of rows.
public struct RowCountError: Error, CustomStringConvertible, Sendable {
  public let count: Int
  public var description: String { "expected one row, met \(count)" }
}
