import Testing

@testable import GraphQL

@Suite struct OverlappingFieldsCostTests {
  /// Comparing all pairs would take minutes.
  @Test(.timeLimit(.minutes(1)))
  func thousandsOfEqualFieldsAreCheckedQuickly() throws {
    let field = "book(id: 1) { author { books(first: 1) { id title } } } "
    let text = "{ " + String(repeating: field, count: 5_000) + "}"
    let document = try AST.Document(parsing: text, limits: .trusted)
    let validator = Validator(schema: try Library.schema(), rules: [OverlappingFieldsCanBeMerged.self])
    #expect(validator.validate(document).isEmpty)
  }

  /// Following every spread would visit 2^40 fields.
  @Test(.timeLimit(.minutes(3)))
  func doublingFragmentsAreCheckedQuickly() throws {
    var text = "{ books { ...F0 } } "
    for level in 0..<40 {
      let next = "author { books { ...F\(level + 1) } }"
      text += "fragment F\(level) on Book { \(next) x: \(next) ...F\(level + 1) } "
    }
    text += "fragment F40 on Book { id }"
    let document = try AST.Document(parsing: text, limits: .trusted)
    let validator = Validator(schema: try Library.schema(), rules: [OverlappingFieldsCanBeMerged.self])
    #expect(validator.validate(document).isEmpty)
  }
}
