import Testing

@testable import GraphQL

@Suite struct LoneAnonymousOperationTests {
  @Test(arguments: [
    "{ extended }",
    "query A { extended } query B { extended }",
    "{ extended } fragment F on Book { id }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(LoneAnonymousOperation.self, text) == [])
  }

  @Test(arguments: [
    "{ extended } { extended }",
    "{ extended } query A { extended }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(LoneAnonymousOperation.self, text) != [])
  }
}
