import OrderedCollections

/// 5.7.3: A directive that is not repeatable stands only once at a place.
final class UniqueDirectivesPerLocation: ValidationRule {
  static let plainMessage = "A directive is used more than once here."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .directives(let directives, _) = node, directives.count > 1 else { return }
    var names = UniqueNames()
    for directive in directives {
      guard context.schema.directives[directive.name.value]?.isRepeatable == false else { continue }
      // The place of a directive is that of its sign.
      if let first = names.insert(AST.Name(directive.name.value, location: directive.location)) {
        report(
          context, "Directive \"@\(directive.name.value)\" can be used only once here.", at: first,
          directive.location)
      }
    }
  }
}
