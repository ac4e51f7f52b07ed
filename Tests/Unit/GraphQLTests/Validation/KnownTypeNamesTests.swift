import Testing

@testable import GraphQL

@Suite struct KnownTypeNamesTests {
  @Test(arguments: [
    "query($a: Int, $b: [Filter!]!) { extended }",
    "{ ... on Query { extended } }",
    "fragment F on Book { id }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(KnownTypeNames.self, text) == [])
  }

  @Test(arguments: [
    "query($a: Nope) { extended }",
    "query($a: [Nope!]!) { extended }",
    "{ ... on Nope { extended } }",
    "fragment F on Nope { id }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(KnownTypeNames.self, text) != [])
  }
}
