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
    guard arguments.count > 1 else { return }
    var names = UniqueNames()
    for argument in arguments {
      if let first = names.insert(argument.name) {
        report(
          context, "Argument \"\(argument.name.value)\" is given more than once.", at: first,
          argument.name.location)
      }
    }
  }
}
