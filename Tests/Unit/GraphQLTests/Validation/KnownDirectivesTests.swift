import Testing

@testable import GraphQL

@Suite struct KnownDirectivesTests {
  @Test(arguments: [
    #"{ extended @skip(if: true) @tag(name: "a") ... @include(if: true) { extended } }"#,
    "{ ...F @skip(if: true) } fragment F on Query { extended }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(KnownDirectives.self, text) == [])
  }

  @Test(arguments: [
    "{ extended @nope }",
    "query @skip(if: true) { extended }",
    "{ extended @deprecated }",
    "query($a: Int @include(if: true)) { extended }",
    "fragment F on Book @skip(if: true) { id }",
    #"{ ... @tag(name: "a") { extended } }"#,
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(KnownDirectives.self, text) != [])
  }
}
