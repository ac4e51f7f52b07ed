import Testing

@testable import GraphQL

@Suite struct NoUnusedFragmentsTests {
  @Test(arguments: [
    "{ ...F } fragment F on Query { ...G } fragment G on Query { extended }",
    "query A { extended } query B { ...F } fragment F on Query { extended }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(NoUnusedFragments.self, text) == [])
  }

  @Test(arguments: [
    "{ extended } fragment F on Book { id }",
    "{ ...F } fragment F on Query { extended } fragment G on Query { extended }",
    "{ extended } fragment F on Query { ...G } fragment G on Query { ...F }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(NoUnusedFragments.self, text) != [])
  }
}
