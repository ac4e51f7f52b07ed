import Testing

@testable import GraphQL

@Suite struct VariablesAreInputTypesTests {
  @Test(arguments: [
    "query($a: Int, $b: [[Genre!]!]!, $c: Filter) { extended }",
    "query($a: Nope) { extended }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(VariablesAreInputTypes.self, text) == [])
  }

  @Test(arguments: [
    "query($a: Book) { extended }",
    "query($a: [Node!]!) { extended }",
    "query($a: Result) { extended }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(VariablesAreInputTypes.self, text) != [])
  }
}
