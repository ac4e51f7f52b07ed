/// 5.8.1: No two variables of an operation have the same name.
final class UniqueVariableNames: ValidationRule {
  static let plainMessage = "Several variables have the same name."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .operation(let operation) = node else { return }
    for (name, places) in UniqueNames.repeated(operation.variables.map(\.name)) {
      report(context, "Several variables are named \"$\(name)\".", at: places)
    }
  }
}
