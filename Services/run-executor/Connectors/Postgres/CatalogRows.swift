import Domain
import Postgres

/// Takes in the rows of the catalog queries.
struct CatalogRows {
  let schemas: [Int: String]
  let version: ServerVersion
  private(set) var draft = CatalogDraft()
  private var pool = StringPool()

  init(schemas: [Int: String], version: ServerVersion) {
    self.schemas = schemas
    self.version = version
  }

  mutating func relation(_ row: CopyTextRow) throws(PostgresError) {
    let isPartition = try row.decode(4, as: Bool.self)
    guard let kind = RelationKind(rawValue: try row.decode(3)) else { return }
    var relation = RelationDraft(
      // The schema of a partition does not matter, and may be none of the wanted ones.
      name: QualifiedName(schema: schemas[try row.decode(1)] ?? "", name: try row.decode(2)), kind: kind,
      parent: isPartition ? try row.decode(5, as: Int?.self) ?? 0 : nil,
      owner: pool.shared(try row.decode(8)),
      isReadable: try row.decode(9, as: Bool?.self) ?? false, comment: try row.decode(10),
      foreignServer: try row.decode(11), partitionKey: try row.decode(12))
    switch kind {
    case .table, .materializedView, .foreignTable:
      relation.rows = rows(estimate: try row.decode(6), pages: try row.decode(7))
    case .partitionedTable, .view: break
    }
    draft.add(relation, oid: try row.decode(0))
  }

  private func rows(estimate: Double, pages: Int) -> Int64? {
    guard estimate >= 0, version.tellsUncounted || estimate > 0 || pages > 0 else { return nil }
    return Int64(exactly: estimate.rounded())
  }

  mutating func column(_ row: CopyTextRow) throws(PostgresError) {
    let field = DatasetField(
      name: pool.shared(try row.decode(2)), type: pool.shared(try row.decode(3)),
      description: try row.decode(6), nullable: try row.decode(4), primaryKey: false,
      defaultValue: try row.decode(5, as: String?.self).map { pool.shared($0) })
    let number = try row.decode(1, as: Int.self)
    draft.update(try row.decode(0)) { $0.add(field, number: number) }
  }

  mutating func key(_ row: CopyTextRow) throws(PostgresError) {
    let key = RelationDraft.Key(name: try row.decode(1), columns: Self.numbers(try row.decode(3)))
    if try row.decode(2, as: String.self) == "p" {
      draft.update(try row.decode(0)) { $0.primaryKey = key }
    } else {
      let target = QualifiedName(
        schema: try row.decode(4, as: String?.self) ?? "", name: try row.decode(5, as: String?.self) ?? "")
      let columns = try row.decode(6, as: [String].self)
      draft.update(try row.decode(0)) {
        $0.foreignKeys.append(RelationDraft.ForeignKey(key: key, target: target, targetColumns: columns))
      }
    }
  }

  mutating func index(_ row: CopyTextRow) throws(PostgresError) {
    let index = RelationDraft.Index(
      name: try row.decode(1), method: try row.decode(2), isUnique: try row.decode(3),
      isPrimary: try row.decode(4), isValid: try row.decode(5), keyCount: try row.decode(6),
      columns: Self.numbers(try row.decode(7)), texts: try row.decode(8), definition: try row.decode(9))
    draft.update(try row.decode(0)) { $0.indexes.append(index) }
  }

  mutating func parent(_ row: CopyTextRow) throws(PostgresError) {
    let parent = QualifiedName(schema: try row.decode(1), name: try row.decode(2))
    draft.update(try row.decode(0)) { $0.parents.append(parent) }
  }

  private static func numbers(_ text: String) -> [Int] { text.split(separator: " ").compactMap { Int($0) } }
}
