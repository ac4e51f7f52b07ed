import Testing

@testable import GraphQL

/// Descriptions of what is executed (September 2025, 2.3).
@Suite struct DescriptionTests {
  private static let text = """
    "What is on the shelf."
    query Shelf(
      "How many."
      $first: Int = 10 @tag(name: "x")
      $genre: Genre
    ) { books { ...Title } }
    \"\"\"
    The title alone.
    \"\"\"
    fragment Title on Book { title }
    """

  @Test func areRead() throws {
    let document = try AST.Document(parsing: Self.text)
    #expect(document.operations.first?.description == "What is on the shelf.")
    #expect(document.operations.first?.variables.map(\.description) == ["How many.", nil])
    #expect(document.fragments.first?.description == "The title alone.")
    #expect(document.operations.first?.location.sourceLocation == SourceLocation(line: 1, column: 1))
    #expect(document.operations.first?.variables.first?.location.sourceLocation?.line == 3)
  }

  @Test func arePrinted() throws {
    let document = try AST.Document(parsing: Self.text)
    #expect(try AST.Document(parsing: document.printed) == document)
    let unnamed = try AST.Document(parsing: "\"d\" query { a }")
    #expect(try AST.Document(parsing: unnamed.printed) == unnamed)
  }

  @Test(arguments: [
    ("\"d\" { a }", 1), ("\"d\" extend type A { a: Int }", 1), ("\"d\" \"e\" query A { a }", 5),
    ("query A(\"d\") { a }", 12), ("{ \"d\" a }", 3),
  ])
  func belongToDefinitionsOnly(text: String, column: Int) {
    let error = #expect(throws: GraphQLError.self) { try AST.Document(parsing: text) }
    #expect(error?.locations == [SourceLocation(line: 1, column: column)])
  }
}
