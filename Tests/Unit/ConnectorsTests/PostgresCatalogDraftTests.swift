import Domain
import JSON
import TestSupport
import Testing

@testable import Connectors

@Suite("Putting a PostgreSQL catalog together")
struct PostgresCatalogDraftTests {
  private func relation(
    _ name: String, _ kind: RelationKind = .table, parent: Int? = nil, rows: Int64? = nil, bytes: Int64? = nil
  ) -> RelationDraft {
    var relation = RelationDraft(
      name: QualifiedName(schema: "s", name: name), kind: kind, parent: parent, owner: "o", isReadable: true,
      comment: nil, foreignServer: nil, partitionKey: nil)
    relation.rows = rows
    relation.bytes = bytes
    return relation
  }

  private func field(_ name: String) -> DatasetField { DatasetField(name: name, type: "text") }

  @Test func `partitions count for the table at the top, however deep they are`() throws {
    var draft = CatalogDraft()
    draft.add(relation("leaf", parent: 2, rows: 5, bytes: 50), oid: 4)
    draft.add(relation("top", .partitionedTable), oid: 1)
    draft.add(relation("middle", .partitionedTable, parent: 1), oid: 2)
    draft.add(relation("uncounted", parent: 2), oid: 5)
    draft.add(relation("outside", .foreignTable, parent: 1, rows: 7), oid: 3)
    draft.add(relation("orphan", parent: 99, rows: 1), oid: 6)
    draft.add(relation("empty", .partitionedTable), oid: 7)
    draft.add(relation("never", .partitionedTable), oid: 8)
    draft.add(relation("never_1", parent: 8), oid: 9)
    let datasets = draft.datasets()
    #expect(datasets.map(\.upstreamID) == ["s.empty", "s.never", "s.top"])
    #expect(datasets.map(\.recordCount) == [0, nil, 12])
    let top = try #require(datasets.last?.statistics)
    #expect(top["partitions"] == ["count": 3, "uncounted": 1])
    #expect(top["totalBytes"] == 50)
  }

  @Test func `a circle of partitions ends`() {
    var draft = CatalogDraft()
    draft.add(relation("a", .partitionedTable, parent: 2), oid: 1)
    draft.add(relation("b", .partitionedTable, parent: 1), oid: 2)
    draft.add(relation("c", parent: 1, rows: 1), oid: 3)
    #expect(draft.datasets().isEmpty)
  }

  @Test func `columns come in any order and end in theirs`() {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<200 {
      let numbers = (1...20).filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
      var relation = relation("t")
      for number in numbers.shuffled(using: &random) { relation.add(field("c\(number)"), number: number) }
      #expect(relation.numbers == numbers)
      #expect(relation.fields.map(\.name) == numbers.map { "c\($0)" })
      for number in 0...21 {
        #expect(relation.column(number) == (numbers.contains(number) ? "c\(number)" : nil))
      }
    }
  }

  @Test func `rows of relations that are not listed change nothing`() {
    var draft = CatalogDraft()
    draft.add(relation("a"), oid: 1)
    draft.update(1) { $0.add(field("x"), number: 1) }
    draft.update(2) { $0.add(field("y"), number: 1) }
    draft.update(1) { $0.add(field("z"), number: 2) }
    #expect(draft.datasets().map { $0.fields.map(\.name) } == [["x", "z"]])
  }

  @Test func `keys that became alike are told apart`() {
    var draft = CatalogDraft()
    for oid in 1...3 { draft.add(relation("\u{FFFD}"), oid: oid) }
    #expect(draft.datasets().map(\.upstreamID) == ["s.\u{FFFD}", "s.\u{FFFD} (2)", "s.\u{FFFD} (3)"])
  }

  @Test func `keys and indexes name their columns`() throws {
    var table = relation("t", rows: 3, bytes: 8_192)
    for (number, name) in [(1, "a"), (3, "b"), (4, "c")] { table.add(field(name), number: number) }
    table.primaryKey = RelationDraft.Key(name: "pk", columns: [4, 1])
    table.foreignKeys = [
      RelationDraft.ForeignKey(
        key: RelationDraft.Key(name: "fk", columns: [3]), target: QualifiedName(schema: "x.y", name: "t"),
        targetColumns: ["id"])
    ]
    table.indexes = [
      RelationDraft.Index(
        name: "z", method: "btree", isUnique: false, isPrimary: false, isValid: false, keyCount: 2,
        columns: [0, 3, 4], texts: ["lower(a)", "b", "c"], definition: "CREATE INDEX …"),
      RelationDraft.Index(
        name: "hidden", method: "btree", isUnique: true, isPrimary: false, isValid: true, keyCount: 1,
        columns: [0],
        texts: nil, definition: nil),
    ]
    let dataset = table.dataset()
    #expect(dataset.fields.map(\.primaryKey) == [true, nil, true])
    #expect(
      dataset.statistics == [
        "owner": "o", "readable": true, "totalBytes": 8_192,
        "primaryKey": ["name": "pk", "columns": ["c", "a"]],
        "foreignKeys": [
          ["name": "fk", "columns": ["b"], "references": ["table": "\"x.y\".t", "columns": ["id"]]]
        ],
        "indexes": [
          ["name": "hidden", "unique": true, "primary": false, "method": "btree", "columns": [nil]],
          [
            "name": "z", "unique": false, "primary": false, "method": "btree", "columns": ["lower(a)", "b"],
            "include": ["c"], "definition": "CREATE INDEX …", "valid": false,
          ],
        ],
      ])
  }

  @Test func `before version 14 nothing counted and nothing there look alike but for the pages`() throws {
    func rows(_ estimate: String, _ pages: Int, version: Int) throws -> Int64? {
      var rows = CatalogRows(schemas: [1: "s"], version: ServerVersion(number: version))
      let line = ["9", "1", "t", "r", "f", #"\N"#, estimate, String(pages), "o", "t", #"\N"#, #"\N"#, #"\N"#]
      try CopyTextReader.read(Array((line.joined(separator: "\t") + "\n").utf8)) { try rows.relation($0) }
      return try #require(rows.draft.datasets().first).recordCount
    }
    #expect(try rows("-1", 0, version: 140_000) == nil)
    #expect(try rows("0", 0, version: 140_000) == 0)
    #expect(try rows("0", 0, version: 130_000) == nil)
    #expect(try rows("0", 3, version: 130_000) == 0)
    #expect(try rows("1e+06", 9, version: 120_000) == 1_000_000)
  }

  @Test func `the version reads as people write it`() {
    #expect(ServerVersion(number: 150_002).description == "PostgreSQL 15.2")
    #expect(ServerVersion(number: 120_000) >= .oldest)
    #expect(ServerVersion(number: 119_999) < .oldest)
  }
}
