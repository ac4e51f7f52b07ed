/// 5.8.1: No two variables of an operation have the same name.
final class UniqueVariableNames: ValidationRule {
  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .operation(let operation) = node else { return }
    for (name, places) in UniqueNames.repeated(operation.variables.map(\.name)) {
      context.report("Several variables are named \"$\(name)\".", at: places)
    }
  }
}
