import OrderedCollections

/// 5.5.1.3: The type condition of a fragment is a type with fields.
final class FragmentsOnCompositeTypes: ValidationRule {
  static let plainMessage = "A fragment cannot be on this type."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    switch node {
    case .fragment(let fragment):
      check(fragment.typeCondition, "Fragment \"\(fragment.name.value)\"", context)
    case .inlineFragment(let inline):
      if let condition = inline.typeCondition { check(condition, "A fragment", context) }
    default: break
    }
  }

  private func check(_ name: AST.Name, _ subject: String, _ context: ValidationContext) {
    guard let type = context.schema.types[name.value], !type.isComposite else { return }
    report(context, "\(subject) cannot be on \"\(name.value)\", which has no fields.", at: name.location)
  }
}
