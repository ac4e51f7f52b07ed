import Testing

@testable import GraphQL

@Suite struct OverlappingFieldsCanBeMergedTests {
  @Test(arguments: [
    "{ book(id: 1) { id id a: title a: title } book(id: 1) { pages } }",
    "{ node(id: 1) { ... on Book { x: title } ... on Author { x: name } } }",
    "{ a: extended b: extended }",
    "{ book(id: 1) { author { id } } ...F } fragment F on Query { book(id: 1) { author { name } } }",
    #"{ echo(input: {title: "t", pages: 1}) ... { echo(input: {pages: 1, title: "t"}) } }"#,
    #"{ search(text: "") { ... on Book { author { id } } ... on Author { id } __typename } } fragment Unused on Book { id }"#,
    "{ ...A } fragment A on Query { ...A extended a: extended }",
    "{ extended @skip(if: true) extended @include(if: true) }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(OverlappingFieldsCanBeMerged.self, text) == [])
  }

  @Test(arguments: [
    "{ book(id: 1) { a: id a: title } }",
    "{ book(id: 1) { id } book(id: 2) { id } }",
    "{ book(id: 1) { author { x: id } author { x: name } } }",
    #"{ echo echo(text: "a") }"#,
    "{ ...F a: extended } fragment F on Query { a: books { id } }",
    #"{ search(text: "") { ... on Book { v: pages } ... on Author { v: name } } }"#,
    #"{ search(text: "") { ... on Book { v: title } ... on Author { v: id } } }"#,
    "{ node(id: 1) { x: id ... on Book { x: title } } }",
    "{ book(id: 1) { ...A ...B } } fragment A on Book { author { x: id } } fragment B on Book { author { ...C } } fragment C on Author { x: name }",
    #"{ search(text: "") { ... on Book { v: author { w: id } } ... on Author { v: books { w: id } } } }"#,
    "{ echo(text: $a) echo(text: $b) }",
    "fragment F on Book { a: id a: title }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(OverlappingFieldsCanBeMerged.self, text) != [])
  }
}
