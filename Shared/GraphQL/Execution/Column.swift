/// The values of one field position for all its objects, and the objects below them.
struct Column: Sendable {
  enum Values {
    /// The same for every object.
    case uniform(Cell)
    case cells([Cell])
  }

  let values: Values
  let groups: [RowGroup]

  init(_ values: Values, groups: [RowGroup] = []) {
    self.values = values
    self.groups = groups
  }

  subscript(row: Int) -> Cell {
    switch values {
    case .uniform(let cell): cell
    case .cells(let cells): cells[row]
    }
  }
}
