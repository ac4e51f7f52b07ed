import Testing

@testable import GraphQL

@Suite struct UniqueDirectivesPerLocationTests {
  @Test(arguments: [
    "{ extended @skip(if: true) @include(if: true) }",
    #"{ extended @tag(name: "a") @tag(name: "b") }"#,
    "{ extended @skip(if: true) books @skip(if: true) { id } }",
    "{ extended @nope @nope }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(UniqueDirectivesPerLocation.self, text) == [])
  }

  @Test(arguments: [
    "{ extended @skip(if: true) @skip(if: false) }",
    "{ ... @include(if: true) @include(if: true) { extended } }",
    #"{ ...F @skip(if: true) @tag(name: "a") @skip(if: true) } fragment F on Query { extended }"#,
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(UniqueDirectivesPerLocation.self, text) != [])
  }

  @Test func namesThePlacesOfTheDirectives() throws {
    let errors = Validator(schema: try Library.schema(), rules: [UniqueDirectivesPerLocation.self])
      .validate(try AST.Document(parsing: "{ extended @skip(if: true) @skip(if: false) }"))
    #expect(errors.first?.locations.map(\.column) == [12, 28])
  }
}
