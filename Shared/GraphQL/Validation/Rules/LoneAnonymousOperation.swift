/// 5.2.2.1: An operation without a name is the only one.
final class LoneAnonymousOperation: ValidationRule {
  static let plainMessage = "An operation without a name must be the only one of its document."

  private var count = 0

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    switch node {
    case .document(let document): count = document.operations.count
    case .operation(let operation) where operation.name == nil && count > 1:
      report(
        context, "An operation without a name must be the only one of its document.", at: operation.location)
    default: break
    }
  }
}
