/// All rows of a result in one buffer: copied out of the library once, decoded when asked.
final class ResultTable: Sendable {
  struct Cell {
    let start: Int
    /// −1 is NULL.
    let length: Int32
  }

  let columns: ResultColumns
  let rowCount: Int
  private let bytes: [UInt8]
  /// Row by row.
  private let cells: [Cell]

  init(columns: ResultColumns, rowCount: Int, bytes: [UInt8], cells: [Cell]) {
    self.columns = columns
    self.rowCount = rowCount
    self.bytes = bytes
    self.cells = cells
  }

  func text(row: Int, column: Int) -> ArraySlice<UInt8>? {
    let cell = cells[row * columns.names.count + column]
    return cell.length < 0 ? nil : bytes[cell.start..<cell.start + Int(cell.length)]
  }

  var rows: [Row] { (0..<rowCount).map { Row(table: self, index: $0) } }
}
