/// 5.8.3: Every variable that an operation uses, also through fragments, is defined by it.
final class NoUndefinedVariables: ValidationRule {
  static let plainMessage = "A variable is not defined by the operation."

  func leave(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .document = node else { return }
    for (operation, entry) in context.references.operations where !context.isFull {
      let defined = Set(operation.variables.map(\.name.value))
      let owner = operation.name.map { "operation \"\($0.value)\"" } ?? "the operation"
      for use in context.references.variables(of: entry) where !defined.contains(use.name) {
        report(
          context, "Variable \"$\(use.name)\" is not defined by \(owner).", at: use.location,
          operation.location)
      }
    }
  }
}
