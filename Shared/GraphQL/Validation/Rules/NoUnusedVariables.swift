/// 5.8.4: Every variable that an operation defines is used by it, perhaps through fragments.
final class NoUnusedVariables: ValidationRule {
  static let plainMessage = "A variable is never used."

  func leave(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .document = node else { return }
    for (operation, entry) in context.references.operations
    where !operation.variables.isEmpty && !context.isFull {
      let used = Set(context.references.variables(of: entry).map(\.name))
      let owner = operation.name.map { "operation \"\($0.value)\"" } ?? "the operation"
      for variable in operation.variables where !used.contains(variable.name.value) {
        report(
          context, "Variable \"$\(variable.name.value)\" is never used in \(owner).", at: variable.location)
      }
    }
  }
}
