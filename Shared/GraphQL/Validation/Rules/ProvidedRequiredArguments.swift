import OrderedCollections

/// 5.4.2.1: Every required argument is given.
final class ProvidedRequiredArguments: ValidationRule {
  static let plainMessage = "A required argument is missing."

  func leave(_ node: SyntaxNode, _ context: ValidationContext) {
    switch node {
    case .field(let field):
      guard let definition = context.field else { return }
      for argument in definition.arguments.values
      where argument.isRequired && !field.arguments.contains(where: { $0.name.value == argument.name }) {
        report(
          context,
          "Field \"\(field.name.value)\" needs the argument \"\(argument.name)\" of type \"\(argument.type)\".",
          at: field.location)
      }
    case .directive(let directive, _):
      guard let definition = context.directive else { return }
      for argument in definition.arguments.values
      where argument.isRequired && directive.argument(argument.name) == nil {
        report(
          context,
          "Directive \"@\(directive.name.value)\" needs the argument \"\(argument.name)\" of type "
            + "\"\(argument.type)\".", at: directive.location)
      }
    default: break
    }
  }
}
