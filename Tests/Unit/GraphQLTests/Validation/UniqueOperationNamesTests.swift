import Testing

@testable import GraphQL

@Suite struct UniqueOperationNamesTests {
  @Test(arguments: [
    "query A { extended } query B { extended }",
    "{ extended }",
    "query A { extended } fragment A on Book { id }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(UniqueOperationNames.self, text) == [])
  }

  @Test(arguments: [
    "query A { extended } query A { extended }",
    #"query A { extended } mutation A { step(name: "x") }"#,
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(UniqueOperationNames.self, text) != [])
  }
}
