import Testing

@testable import GraphQL

@Suite struct NoFragmentCyclesTests {
  @Test(arguments: [
    "{ ...A ...B } fragment A on Query { ...B } fragment B on Query { extended }",
    "{ ...A ...A } fragment A on Query { ...B ...B } fragment B on Query { ...Nope }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(NoFragmentCycles.self, text) == [])
  }

  @Test(arguments: [
    "fragment A on Book { ...A }",
    "fragment A on Book { ...B } fragment B on Book { ...A }",
    "fragment A on Book { ... { ...B } } fragment B on Book { author { books { ...C } } } fragment C on Book { ...B }",
    "{ ...A } fragment A on Query { a: books { author { books { ...A } } } }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(NoFragmentCycles.self, text) != [])
  }

  @Test func namesEverySpreadOfTheCycle() throws {
    let text = "fragment A on Book { ...B } fragment B on Book { ...C } fragment C on Book { ...B }"
    let errors = Validator(schema: try Library.schema(), rules: [NoFragmentCycles.self])
      .validate(try AST.Document(parsing: text))
    #expect(
      errors.map(\.locations) == [[SourceLocation(line: 1, column: 50), SourceLocation(line: 1, column: 78)]])
  }
}
