import Testing

@testable import GraphQL

@Suite struct KnownArgumentNamesTests {
  @Test(arguments: [
    "{ book(id: 1) { id } extended @skip(if: true) }",
    "{ nope(a: 1) extended @nope(a: 1) }",
    #"{ __type(name: "A") { fields(includeDeprecated: true) { name } } }"#,
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(KnownArgumentNames.self, text) == [])
  }

  @Test(arguments: [
    "{ book(id: 1, nope: 2) { id } }",
    "{ extended(a: 1) }",
    "{ extended @skip(if: true, nope: 1) }",
    "{ __typename(a: 1) }",
    "fragment F on Author { books(id: 1) { id } }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(KnownArgumentNames.self, text) != [])
  }
}
