/// 5.8.5: The type of a variable fits every place where it is used.
final class VariablesInAllowedPosition: ValidationRule {
  static let plainMessage = "A variable is used where its type does not fit."

  func leave(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .document = node else { return }
    for (operation, entry) in context.references.operations
    where !operation.variables.isEmpty && !context.isFull {
      let definitions = Dictionary(
        operation.variables.map { ($0.name.value, $0) }, uniquingKeysWith: { first, _ in first })
      for use in context.references.variables(of: entry) {
        guard let definition = definitions[use.name], let type = use.type,
          context.schema.namedType(of: definition.type) != nil
        else { continue }
        if !allows(definition, at: type, hasDefault: use.hasDefault, context.schema) {
          report(
            context,
            "Variable \"$\(use.name)\" of type \"\(definition.type)\" is used where \"\(type)\" is expected.",
            at: definition.location, use.location)
        }
        if let input = use.oneOf, !definition.type.isNonNull {
          report(
            context,
            "Variable \"$\(use.name)\" must not be nullable where it is the one field of \"\(input)\".",
            at: definition.location, use.location)
        }
      }
    }
  }

  /// A nullable variable may stand at a non-null place when a default of either steps in.
  private func allows(
    _ variable: AST.VariableDefinition, at type: AST.TypeReference, hasDefault: Bool, _ schema: Schema
  ) -> Bool {
    guard type.isNonNull, !variable.type.isNonNull else { return schema.isSubtype(variable.type, of: type) }
    let hasOwnDefault = variable.defaultValue.map { $0.kind != .null } ?? false
    return (hasOwnDefault || hasDefault) && schema.isSubtype(variable.type, of: type.nullable)
  }
}
