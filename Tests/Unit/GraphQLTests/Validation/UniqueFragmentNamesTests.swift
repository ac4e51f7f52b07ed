import Testing

@testable import GraphQL

@Suite struct UniqueFragmentNamesTests {
  @Test(arguments: [
    "fragment A on Book { id } fragment B on Book { id }",
    "query A { extended } fragment A on Book { id }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(UniqueFragmentNames.self, text) == [])
  }

  @Test(arguments: [
    "fragment A on Book { id } fragment A on Book { id }",
    "fragment A on Book { id } fragment A on Author { name }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(UniqueFragmentNames.self, text) != [])
  }
}
