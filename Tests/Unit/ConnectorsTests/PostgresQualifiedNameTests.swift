import TestSupport
import Testing

@testable import Connectors

@Suite("Canonical keys of PostgreSQL relations")
struct PostgresQualifiedNameTests {
  @Test(
    arguments: [
      ("public", "orders", "public.orders"), ("Sales", "Order Lines", "Sales.Order Lines"),
      ("a.b", "c", "\"a.b\".c"), ("a", "b.c", "a.\"b.c\""), ("a", "say \"hi\"", "a.\"say \"\"hi\"\"\""),
      ("", "x", "\"\".x"), ("späße", "🐘", "späße.🐘"),
    ])
  func `plain parts stand as they are, others in quotes`(schema: String, name: String, key: String) {
    #expect(QualifiedName(schema: schema, name: name).description == key)
  }

  @Test func `two relations never share a key`() {
    let alphabet: [Character] = ["a", "B", ".", "\"", " ", "é"]
    var random = SeededGenerator(seed: 3)
    var owners: [String: QualifiedName] = [:]
    for _ in 0..<20_000 {
      let parts = (0..<2).map { _ in
        String(
          (0..<Int.random(in: 0...4, using: &random)).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
          })
      }
      let name = QualifiedName(schema: parts[0], name: parts[1])
      #expect(owners.updateValue(name, forKey: name.description) ?? name == name, "\(name)")
    }
    #expect(owners.count > 1_000)
  }
}
