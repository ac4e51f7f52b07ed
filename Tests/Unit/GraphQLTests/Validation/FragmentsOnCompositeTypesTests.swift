import Testing

@testable import GraphQL

@Suite struct FragmentsOnCompositeTypesTests {
  @Test(arguments: [
    "fragment F on Book { id }",
    "fragment F on Node { id }",
    "fragment F on Result { __typename }",
    "{ ... on Query { extended } ... { extended } }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(FragmentsOnCompositeTypes.self, text) == [])
  }

  @Test(arguments: [
    "fragment F on Int { id }",
    "fragment F on Genre { id }",
    "fragment F on Filter { id }",
    "{ ... on String { id } }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(FragmentsOnCompositeTypes.self, text) != [])
  }
}
