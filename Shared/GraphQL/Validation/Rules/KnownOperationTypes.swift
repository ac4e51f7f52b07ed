/// 5.2.1.1 (September 2025): The schema has the root type of every operation.
final class KnownOperationTypes: ValidationRule {
  static let plainMessage = "The schema does not offer this kind of operation."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .operation(let operation) = node, context.schema.rootType(of: operation.operation) == nil
    else {
      return
    }
    report(context, "The schema offers no \(operation.operation.rawValue).", at: operation.location)
  }
}
