/// 5.8.2: The type of a variable is an input type.
final class VariablesAreInputTypes: ValidationRule {
  static let plainMessage = "A variable cannot have this type."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .variableDefinition(let variable) = node,
      let type = context.schema.namedType(of: variable.type), !type.isInput
    else { return }
    report(
      context,
      "Variable \"$\(variable.name.value)\" cannot have the type \"\(variable.type)\", which is no input type.",
      at: variable.type.namedType.location)
  }
}
