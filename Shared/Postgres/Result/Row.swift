/// One row of a result.
public struct Row: Sendable {
  let table: ResultTable
  let index: Int

  /// The names of the columns, in order.
  public var columns: [String] { table.columns.names }

  // Inlinable, since a row has many columns and results have many rows: specialised for its type, reading a value looks
  // up no metadata.

  /// The value of the first column of that name.
  /// - Throws: `.decoding` where there is no such column, or its value is not a `T` (NULL only is an Optional).
  @inlinable
  public func decode<T: SQLDecodable>(_ column: String, as type: T.Type = T.self) throws(PostgresError) -> T {
    let text = try text(of: column)
    guard let value = T.decodeSQL(text) else {
      throw .decoding(column: column, problem: text == nil ? "is NULL" : "is not a \(T.self)")
    }
    return value
  }

  /// The value of the column at `index`, counted from 0. See ``decode(_:as:)``.
  @inlinable
  public func decode<T: SQLDecodable>(at index: Int, as type: T.Type = T.self) throws(PostgresError) -> T {
    let (column, text) = try cell(at: index)
    guard let value = T.decodeSQL(text) else {
      throw .decoding(column: column, problem: text == nil ? "is NULL" : "is not a \(T.self)")
    }
    return value
  }

  @usableFromInline
  func text(of column: String) throws(PostgresError) -> ArraySlice<UInt8>? {
    guard let position = table.columns.position(of: column) else {
      throw .decoding(column: column, problem: "there is no such column")
    }
    return table.text(row: index, column: position)
  }

  @usableFromInline
  func cell(at position: Int) throws(PostgresError) -> (column: String, text: ArraySlice<UInt8>?) {
    guard table.columns.names.indices.contains(position) else {
      throw .decoding(column: String(position), problem: "there is no such column")
    }
    return (table.columns.names[position], table.text(row: index, column: position))
  }
}
