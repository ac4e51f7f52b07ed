import Testing

@testable import GraphQL

@Suite struct ValuesOfCorrectTypeTests {
  @Test(arguments: [
    #"{ echo(text: "a", day: "2026-01-01", input: {title: "t", pages: null, tags: "one", nested: {title: "n"}, extra: {a: [1]}}) }"#,
    "{ book(id: 1) { id } }",
    #"query($a: String = "x", $b: [Int!] = [1], $c: Filter = {}) { extended }"#,
    "{ matrix(values: 1) }",
    "{ matrix(values: [[1], null, 2]) }",
    "{ legacy(new: $a) }",
    "{ nope(a: {b: 1}) }",
    #"{ search(text: "", filter: {genres: FICTION}) { __typename } }"#,
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(ValuesOfCorrectType.self, text) == [])
  }

  @Test(arguments: [
    "{ book(id: 1.5) { id } }",
    "{ book(id: null) { id } }",
    "{ book(id: TRUE) { id } }",
    "{ echo(text: 1) }",
    "{ echo(text: [1]) }",
    "{ echo(text: {a: 1}) }",
    #"{ legacy(new: "1") }"#,
    "{ legacy(new: 2147483648) }",
    "{ legacy(new: 1.0) }",
    "{ extended @skip(if: 1) }",
    #"{ echo(day: "x") }"#,
    "{ echo(day: 1) }",
    "{ echo(input: {}) }",
    "{ echo(input: 1) }",
    #"{ echo(input: {title: "t", nope: 1}) }"#,
    #"{ echo(input: {title: "t", nested: {pages: 1}}) }"#,
    #"{ echo(input: {title: "t", genre: "FICTION"}) }"#,
    #"{ echo(input: {title: "t", genre: NOPE}) }"#,
    "{ matrix(values: [[1, null]]) }",
    #"{ matrix(values: [["1"]]) }"#,
    #"query($a: Int = "x") { extended }"#,
    "query($a: [Int!] = [null]) { extended }",
    "query($a: Int! = null) { extended }",
    "query($a: Filter = {x: 1}) { extended }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(ValuesOfCorrectType.self, text) != [])
  }
}
