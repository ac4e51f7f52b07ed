import OrderedCollections

/// 5.4.2.1: Every required argument is given.
final class ProvidedRequiredArguments: ValidationRule {
  func leave(_ node: SyntaxNode, _ context: ValidationContext) {
    switch node {
    case .field(let field):
      guard let definition = context.field else { return }
      for argument in definition.arguments.values
      where argument.isRequired && !field.arguments.contains(where: { $0.name.value == argument.name }) {
        context.report(
          "Field \"\(field.name.value)\" needs the argument \"\(argument.name)\" of type \"\(argument.type)\".",
          at: field.location)
      }
    case .directive(let directive, _):
      guard let definition = context.directive else { return }
      for argument in definition.arguments.values
      where argument.isRequired && directive.argument(argument.name) == nil {
        context.report(
          "Directive \"@\(directive.name.value)\" needs the argument \"\(argument.name)\" of type "
            + "\"\(argument.type)\".", at: directive.location)
      }
    default: break
    }
  }
}
