import OrderedCollections

/// 5.5.2.3: A fragment is spread only where its type can occur.
final class PossibleFragmentSpreads: ValidationRule {
  static let plainMessage = "A fragment cannot be spread here."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    switch node {
    case .inlineFragment(let inline):
      if let condition = inline.typeCondition { check(condition, "A fragment", inline.location, context) }
    case .fragmentSpread(let spread):
      if let fragment = context.fragments[spread.name.value] {
        check(fragment.typeCondition, "Fragment \"\(spread.name.value)\"", spread.location, context)
      }
    default: break
    }
  }

  private func check(
    _ condition: AST.Name, _ subject: String, _ location: NodeLocation, _ context: ValidationContext
  ) {
    guard let parent = context.parentType, let type = context.schema.types[condition.value],
      type.isComposite, !context.schema.overlap(parent, type)
    else { return }
    report(
      context,
      "\(subject) on \"\(type.name)\" cannot be spread here: an object of type \"\(parent.name)\" can never be one.",
      at: location)
  }
}
