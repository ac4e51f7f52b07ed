import Testing

@testable import GraphQL

@Suite struct KnownFragmentNamesTests {
  @Test(arguments: [
    "{ ...F } fragment F on Query { extended }"
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(KnownFragmentNames.self, text) == [])
  }

  @Test(arguments: [
    "{ ...F }",
    "{ books { ...F } } fragment G on Book { id }",
    "fragment F on Book { ...G }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(KnownFragmentNames.self, text) != [])
  }
}
