import Testing

@testable import GraphQL

@Suite struct NoUndefinedVariablesTests {
  @Test(arguments: [
    "query($a: ID!) { book(id: $a) { id } }",
    "query($a: ID!) { ...F } fragment F on Query { book(id: $a) { id } }",
    "fragment F on Query { book(id: $a) { id } }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(NoUndefinedVariables.self, text) == [])
  }

  @Test(arguments: [
    "{ book(id: $a) { id } }",
    "query($a: ID!) { book(id: $b) { id } }",
    "query A($a: ID!) { ...F } query B { ...F } fragment F on Query { ...G } fragment G on Query { book(id: $a) { id } }",
    "{ extended @skip(if: $a) }",
    #"{ search(text: "", filter: {genres: [$a]}) { __typename } }"#,
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(NoUndefinedVariables.self, text) != [])
  }
}
