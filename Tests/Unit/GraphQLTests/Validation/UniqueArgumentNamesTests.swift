import Testing

@testable import GraphQL

@Suite struct UniqueArgumentNamesTests {
  @Test(arguments: [
    "{ book(id: 1) { id } }",
    "{ extended @skip(if: true) @include(if: true) }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(UniqueArgumentNames.self, text) == [])
  }

  @Test(arguments: [
    "{ book(id: 1, id: 1) { id } }",
    "{ extended @skip(if: true, if: true) }",
    "{ nope(a: 1, b: 2, a: 3) }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(UniqueArgumentNames.self, text) != [])
  }
}
