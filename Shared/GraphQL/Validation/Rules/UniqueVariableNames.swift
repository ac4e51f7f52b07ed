/// 5.8.1: No two variables of an operation have the same name.
final class UniqueVariableNames: ValidationRule {
  static let plainMessage = "Several variables have the same name."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .operation(let operation) = node else { return }
    var names = UniqueNames()
    for variable in operation.variables {
      if let first = names.insert(variable.name) {
        report(
          context, "Several variables are named \"$\(variable.name.value)\".", at: first,
          variable.name.location)
      }
    }
  }
}
