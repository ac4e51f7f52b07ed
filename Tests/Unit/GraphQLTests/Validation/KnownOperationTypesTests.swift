import Testing

@testable import GraphQL

@Suite struct KnownOperationTypesTests {
  private func messages(_ text: String) throws -> [String] {
    let schema = try Schema(sdl: "type Query { a: Int }")
    return Validator(schema: schema, rules: [KnownOperationTypes.self])
      .validate(try AST.Document(parsing: text)).map(\.description)
  }

  @Test func keepsOperationsWithARootType() throws {
    #expect(try messages("{ a } query A { a } fragment F on Query { a }") == [])
  }

  @Test func refusesOperationsWithoutOne() throws {
    #expect(
      try messages("query A { a } mutation B { b } subscription C { c }") == [
        "The schema offers no mutation. (1:15)", "The schema offers no subscription. (1:32)",
      ])
  }
}
