/// The values of one field position for all its objects, and the objects below them.
struct Column: Sendable {
  let cells: [Cell]
  let groups: [RowGroup]

  /// A column whose values have one error in common.
  static func failed(_ error: any Error, count: Int) -> Column {
    Column(cells: Array(repeating: .failed(error), count: count), groups: [])
  }
}
