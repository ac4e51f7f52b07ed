import GraphQL
import Storage

/// Which of the large columns a selection needs: the others stay in the database.
extension ResolveInfo {
  /// Of the runs that are the field's own value.
  var runColumns: RunColumns { RunColumns(selected: fields()) }
  var endpointColumns: EndpointColumns { EndpointColumns(selected: fields()) }
  var datasetColumns: DatasetColumns { DatasetColumns(selected: fields()) }

  /// Of the rows of a connection, which two ways lead to.
  var rowFields: Set<String> { fields(below: "nodes").union(fields(below: "edges", "node")) }
}

extension RunColumns {
  private static let selectable: [(String, RunColumns)] = [
    ("filters", .filters), ("stats", .stats), ("error", .error),
  ]

  init(selected names: Set<String>) { self.init(Self.selectable.filter { names.contains($0.0) }.map(\.1)) }
}

extension EndpointColumns {
  init(selected names: Set<String>) { self = names.contains("config") ? .parameters : [] }
}

extension DatasetColumns {
  private static let selectable: [(String, DatasetColumns)] = [
    ("fields", .fields), ("statistics", .statistics),
  ]

  init(selected names: Set<String>) { self.init(Self.selectable.filter { names.contains($0.0) }.map(\.1)) }
}
