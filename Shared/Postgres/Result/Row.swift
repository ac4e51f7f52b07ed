/// One row of a result.
public struct Row: Sendable {
  let table: ResultTable
  let index: Int

  /// The names of the columns, in order.
  public var columns: [String] { table.columns.names }

  /// The value of the first column of that name.
  /// - Throws: `.decoding` where there is no such column, or its value is not a `T` (NULL only is an Optional).
  public func decode<T: SQLDecodable>(_ column: String, as type: T.Type = T.self) throws(PostgresError) -> T {
    guard let position = table.columns.position(of: column) else {
      throw .decoding(column: column, problem: "there is no such column")
    }
    return try value(at: position)
  }

  /// The value of the column at `index`, counted from 0. See ``decode(_:as:)``.
  public func decode<T: SQLDecodable>(at index: Int, as type: T.Type = T.self) throws(PostgresError) -> T {
    guard table.columns.names.indices.contains(index) else {
      throw .decoding(column: String(index), problem: "there is no such column")
    }
    return try value(at: index)
  }

  private func value<T: SQLDecodable>(at position: Int) throws(PostgresError) -> T {
    let text = table.text(row: index, column: position)
    guard let value = T.decodeSQL(text) else {
      throw .decoding(
        column: table.columns.names[position], problem: text == nil ? "is NULL" : "is not a \(T.self)")
    }
    return value
  }
}
