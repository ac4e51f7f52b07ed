/// 5.1.1: A document to execute holds operations and fragments only.
final class ExecutableDefinitions: ValidationRule {
  static let plainMessage = "A document to execute can hold operations and fragments only."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .typeSystem(let definition) = node else { return }
    let what =
      switch definition {
      case .schema, .schemaExtension: "schema"
      case .type(let type), .typeExtension(let type): "\"\(type.name.value)\""
      case .directive(let directive): "\"@\(directive.name.value)\""
      case .operation, .fragment: "operation"
      }
    report(context, "The \(what) definition is not executable.", at: definition.location)
  }
}
