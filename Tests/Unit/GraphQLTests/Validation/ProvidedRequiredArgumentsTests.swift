import Testing

@testable import GraphQL

@Suite struct ProvidedRequiredArgumentsTests {
  @Test(arguments: [
    "{ book(id: 1) { id } extended @skip(if: true) }",
    "{ echo legacy }",
    "{ nope extended @nope }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(ProvidedRequiredArguments.self, text) == [])
  }

  @Test(arguments: [
    "{ book { id } }",
    "{ extended @skip }",
    "{ extended @tag }",
    "mutation { addBook { id } }",
    "{ __type { name } }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(ProvidedRequiredArguments.self, text) != [])
  }
}
