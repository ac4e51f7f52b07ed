/// All objects of one type at one position: one row for each object.
struct RowGroup: Sendable {
  let plan: SelectionPlan
  /// The fields that the plan calls leaves.
  let leaves: LeafBlock
  /// One column for each other field.
  let columns: [Column]
}
