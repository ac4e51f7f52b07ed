import Postgres

/// Which schemas are read. System schemas never are.
struct SchemaScope: Sendable {
  /// By `oid`.
  let names: [Int: String]
  private let isEverything: Bool

  /// - Parameters:
  ///   - existing: all schemas but the system's, by `oid`.
  ///   - wanted: nil for all of them.
  init(existing: [Int: String], wanted: [String]?) {
    let chosen = wanted.map(Set.init)
    names = chosen.map { chosen in existing.filter { chosen.contains($0.value) } } ?? existing
    isEverything = wanted == nil
  }

  /// The wanted schemas that do not exist, in their order.
  static func missing(_ wanted: [String]?, in existing: some Sequence<String>) -> [String] {
    let existing = Set(existing)
    return (wanted ?? []).filter { !existing.contains($0) }
  }

  /// A condition on a column that holds the `oid` of a schema. Holds numbers only: COPY takes no parameters.
  func contains(_ column: String) -> SQL {
    // Naming all of them would make long conditions out of databases with thousands of schemas.
    let schemas =
      isEverything
      ? "select n.oid from pg_namespace n where \(Self.isOrdinary)"
      : "select unnest('{\(names.keys.sorted().map(String.init).joined(separator: ","))}'::oid[])"
    return SQL(unescaped: "\(column) in (\(schemas))")
  }

  /// On `pg_namespace n`: prefix `pg_` is the server's own, which covers temporary and TOAST schemas.
  static let isOrdinary = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'"
}
