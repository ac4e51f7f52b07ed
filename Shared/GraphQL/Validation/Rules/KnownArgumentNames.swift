import OrderedCollections

/// 5.4.1: An argument that is given exists.
final class KnownArgumentNames: ValidationRule {
  static let plainMessage = "Cannot use this argument."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .argument(let argument) = node else { return }
    let name = argument.name.value
    if context.isInDirective {
      guard let directive = context.directive, directive.arguments[name] == nil else { return }
      let suggestion = context.suggestion(for: name, among: directive.arguments.keys)
      report(
        context, "Directive \"@\(directive.name)\" has no argument \"\(name)\".\(suggestion)",
        at: argument.location)
    } else if let field = context.field, field.arguments[name] == nil {
      let suggestion = context.suggestion(for: name, among: field.arguments.keys)
      report(
        context,
        "Field \"\(context.parentType?.name ?? "").\(field.name)\" has no argument \"\(name)\".\(suggestion)",
        at: argument.location)
    }
  }
}
