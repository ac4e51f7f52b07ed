import Testing

@testable import GraphQL

@Suite struct UniqueInputFieldNamesTests {
  @Test(arguments: [
    #"{ echo(input: {title: "t", pages: 1, nested: {title: "t"}}) }"#,
    "{ a(b: {c: {d: 1}, e: {d: 1}}) }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(UniqueInputFieldNames.self, text) == [])
  }

  @Test(arguments: [
    #"{ echo(input: {title: "t", title: "t"}) }"#,
    "{ a(b: [{c: 1, d: 2, c: 3}]) }",
    "{ a(b: {c: {d: 1, d: 1}}) }",
    "{ extended @tag(name: {a: 1, a: 1}) }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(UniqueInputFieldNames.self, text) != [])
  }
}
