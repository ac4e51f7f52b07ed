/// The relations that become datasets.
enum RelationKind: String, Sendable {
  case table = "r"
  case partitionedTable = "p"
  case view = "v"
  case materializedView = "m"
  case foreignTable = "f"

  /// As a dataset's `entity`.
  var entity: String {
    switch self {
    case .table: "table"
    case .partitionedTable: "partitioned table"
    case .view: "view"
    case .materializedView: "materialized view"
    case .foreignTable: "foreign table"
    }
  }
}
