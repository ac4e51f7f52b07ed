import Testing

@testable import GraphQL

@Suite struct ExecutableDefinitionsTests {
  @Test(arguments: [
    "{ extended }",
    "fragment F on Book { id }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(ExecutableDefinitions.self, text) == [])
  }

  @Test(arguments: [
    "type A { a: Int }",
    "{ extended } extend type Book { a: Int }",
    "schema { query: Query }",
    "directive @a on FIELD",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(ExecutableDefinitions.self, text) != [])
  }
}
