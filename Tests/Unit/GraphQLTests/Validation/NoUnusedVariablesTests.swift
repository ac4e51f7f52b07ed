import Testing

@testable import GraphQL

@Suite struct NoUnusedVariablesTests {
  @Test(arguments: [
    "query($a: ID!) { book(id: $a) { id } }",
    "query($a: ID!) { ...F } fragment F on Query { ...G } fragment G on Query { book(id: $a) { id } }",
    "query($a: Boolean!) { extended @skip(if: $a) }",
    #"query($a: Int) { echo(input: {title: "", extra: {x: [$a]}}) }"#,
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(NoUnusedVariables.self, text) == [])
  }

  @Test(arguments: [
    "query($a: ID!) { extended }",
    "query($a: ID!, $b: ID) { book(id: $a) { id } }",
    "query A($a: ID!) { extended } query B($a: ID!) { book(id: $a) { id } }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(NoUnusedVariables.self, text) != [])
  }
}
