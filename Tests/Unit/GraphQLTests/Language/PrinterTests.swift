import GraphQL
import Testing

@Suite struct PrinterTests {
  /// Behind a type without fields, a selection would be read as its fields.
  @Test(arguments: [
    "type A", "extend schema @a", "interface A @a", "enum A", "input A", "scalar A", "union A",
  ])
  func aQueryBehindATypeIsNotAbbreviated(definition: String) throws {
    let document = try AST.Document(parsing: "\(definition) query { a }")
    #expect(document.definitions.count == 2)
    #expect(try AST.Document(parsing: document.printed) == document)
  }

  @Test func otherQueriesAre() throws {
    #expect(
      try AST.Document(parsing: "query { a } query @b { a }").printed == "{\n  a\n}\n\nquery @b {\n  a\n}\n")
  }
}
