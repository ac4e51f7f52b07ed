import Testing

@testable import GraphQL

@Suite struct UniqueVariableNamesTests {
  @Test(arguments: [
    "query($a: Int, $b: Int) { extended }",
    "query A($a: Int) { extended } query B($a: Int) { extended }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(UniqueVariableNames.self, text) == [])
  }

  @Test(arguments: [
    "query($a: Int, $a: Int) { extended }",
    "query($a: Int, $b: Int, $a: String) { extended }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(UniqueVariableNames.self, text) != [])
  }
}
