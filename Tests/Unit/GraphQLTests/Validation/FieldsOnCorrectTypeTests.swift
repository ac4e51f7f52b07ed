import Testing

@testable import GraphQL

@Suite struct FieldsOnCorrectTypeTests {
  @Test(arguments: [
    "{ extended book(id: 1) { a: title __typename } __schema { types { name } } }",
    "{ node(id: 1) { id ... on Book { title } } }",
    #"{ search(text: "") { __typename } }"#,
    "{ nope: extended }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(FieldsOnCorrectType.self, text) == [])
  }

  @Test(arguments: [
    "{ nope }",
    "{ books { nope } }",
    "{ node(id: 1) { title } }",
    #"{ search(text: "") { id } }"#,
    "{ books { __schema { types { name } } } }",
    #"mutation { __type(name: "A") { name } }"#,
    "fragment F on Book { nope }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(FieldsOnCorrectType.self, text) != [])
  }
}
