/// Checks documents against a schema and rules.
public struct Validator: Sendable {
  public let schema: Schema
  public let rules: [any ValidationRule.Type]

  public init(schema: Schema, rules: [any ValidationRule.Type] = specifiedRules) {
    self.schema = schema
    self.rules = rules
  }

  /// Everything that is wrong with a document; nothing for a valid one. Ends after a number of errors.
  /// - Parameter suggestsNames: whether messages may name things of the schema, and suggest names.
  public func validate(_ document: AST.Document, suggestsNames: Bool = true) -> [GraphQLError] {
    let fragments = Dictionary(
      document.fragments.map { ($0.name.value, $0) }, uniquingKeysWith: { first, _ in first })
    let context = ValidationContext(
      schema: schema, document: document, fragments: fragments, suggestsNames: suggestsNames)
    DocumentWalk(context: context, rules: rules.map { $0.init() }).run()
    return context.errors
  }
}
