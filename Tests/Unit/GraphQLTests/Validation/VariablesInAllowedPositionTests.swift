import Testing

@testable import GraphQL

@Suite struct VariablesInAllowedPositionTests {
  @Test(arguments: [
    "query($a: ID!) { book(id: $a) { id } }",
    "query($a: ID = 1) { book(id: $a) { id } }",
    "query($a: Int!) { legacy(new: $a) }",
    "query($a: [[Int!]!]!) { matrix(values: $a) }",
    #"query($a: Genre!) { search(text: "", filter: {genres: [$a]}) { __typename } }"#,
    #"query($a: Int) { echo(input: {title: "", pages: $a, extra: {x: $a}}) }"#,
    "query($a: Boolean! = true) { extended @skip(if: $a) }",
    "query($a: Nope) { legacy(new: $a) }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(VariablesInAllowedPosition.self, text) == [])
  }

  @Test(arguments: [
    "query($a: ID) { book(id: $a) { id } }",
    "query($a: ID = null) { book(id: $a) { id } }",
    "query($a: String!) { book(id: $a) { id } }",
    "query($a: Int) { extended @skip(if: $a) }",
    "query($a: Boolean) { extended @skip(if: $a) }",
    "query($a: [Int]) { matrix(values: $a) }",
    "query($a: [[Int]]) { matrix(values: $a) }",
    #"query($a: Genre) { search(text: "", filter: {genres: [$a]}) { __typename } }"#,
    "query($a: String) { echo(input: {title: $a}) }",
    "query($a: ID) { ...F } fragment F on Query { book(id: $a) { id } }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(VariablesInAllowedPosition.self, text) != [])
  }
}
