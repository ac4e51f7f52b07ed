import Testing

@testable import GraphQL

/// Checks documents of the library against one rule.
enum RuleCheck {
  static func messages(_ rule: any ValidationRule.Type, _ text: String) throws -> [String] {
    let validator = Validator(schema: try Library.schema(), rules: [rule])
    let errors = validator.validate(try AST.Document(parsing: text))
    #expect(errors.allSatisfy { !$0.locations.isEmpty && $0.code == .validation })
    return errors.map(\.message)
  }
}
