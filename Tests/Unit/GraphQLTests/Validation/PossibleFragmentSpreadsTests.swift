import Testing

@testable import GraphQL

@Suite struct PossibleFragmentSpreadsTests {
  @Test(arguments: [
    "{ node(id: 1) { ... on Book { id } ... on Named { name } } }",
    #"{ search(text: "") { ... on Node { id } ... on Author { id } } }"#,
    "{ books { ... on Node { id } ... on Result { __typename } ... { id } } }",
    "{ books { ...F } } fragment F on Book { id }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(PossibleFragmentSpreads.self, text) == [])
  }

  @Test(arguments: [
    "{ books { ... on Author { id } } }",
    "{ books { ... on Named { name } } }",
    "{ books { ...F } } fragment F on Author { id }",
    #"{ extended ... on Mutation { step(name: "x") } }"#,
    "{ named(id: 1) { ... on Book { id } } }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(PossibleFragmentSpreads.self, text) != [])
  }
}
