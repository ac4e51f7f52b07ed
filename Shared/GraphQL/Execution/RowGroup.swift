/// All objects of one type at one position: one column for each field, one row for each object.
struct RowGroup: Sendable {
  let plan: SelectionPlan
  let columns: [Column]
}
