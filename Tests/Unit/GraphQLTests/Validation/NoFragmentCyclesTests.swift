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
}
