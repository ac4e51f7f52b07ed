/// The values of one field position for all its objects, and the objects below them.
struct Column: Sendable {
  let cells: [Cell]
  let groups: [RowGroup]
}
