import Testing

@testable import GraphQL

@Suite struct ScalarLeafsTests {
  @Test(arguments: [
    "{ extended books { id author { id } } }",
    "{ nope }",
    "{ __typename }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(ScalarLeafs.self, text) == [])
  }

  @Test(arguments: [
    "{ books }",
    "{ book(id: 1) { author } }",
    "{ extended { a } }",
    "{ books { genre { a } } }",
    "{ __schema }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(ScalarLeafs.self, text) != [])
  }
}
