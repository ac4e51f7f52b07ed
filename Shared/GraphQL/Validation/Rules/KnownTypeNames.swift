import OrderedCollections

/// 5.5.1.2: Types that a document names exist.
final class KnownTypeNames: ValidationRule {
  static let plainMessage = "Cannot use this type."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    switch node {
    case .variableDefinition(let variable): check(variable.type.namedType, context)
    case .fragment(let fragment): check(fragment.typeCondition, context)
    case .inlineFragment(let inline):
      if let condition = inline.typeCondition { check(condition, context) }
    default: break
    }
  }

  private func check(_ name: AST.Name, _ context: ValidationContext) {
    guard context.schema.types[name.value] == nil else { return }
    let suggestion = context.suggestion(for: name.value, among: context.schema.types.keys)
    report(context, "There is no type \"\(name.value)\".\(suggestion)", at: name.location)
  }
}
