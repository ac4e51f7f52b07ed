/// 5.2.1.1: No two operations have the same name.
final class UniqueOperationNames: ValidationRule {
  static let plainMessage = "Several operations have the same name."

  private var names = UniqueNames()

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .operation(let operation) = node, let name = operation.name else { return }
    if let first = names.insert(name) {
      report(context, "Several operations are named \"\(name.value)\".", at: first, name.location)
    }
  }
}
