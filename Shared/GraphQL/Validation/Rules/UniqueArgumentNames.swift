/// 5.4.2: No argument is given twice.
final class UniqueArgumentNames: ValidationRule {
  static let plainMessage = "An argument is given more than once."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    let arguments: [AST.Argument]
    switch node {
    case .field(let field): arguments = field.arguments
    case .directive(let directive, _): arguments = directive.arguments
    default: return
    }
    for (name, places) in UniqueNames.repeated(arguments.map(\.name)) {
      report(context, "Argument \"\(name)\" is given more than once.", at: places)
    }
  }
}
