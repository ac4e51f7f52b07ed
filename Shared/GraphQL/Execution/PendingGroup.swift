/// Objects of one type at one position whose fields are not resolved yet.
struct PendingGroup: Sendable {
  let plan: SelectionPlan
  var sources: Sources
}
