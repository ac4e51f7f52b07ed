/// 5.3.3: Leaf fields have no selections, all others have some.
final class ScalarLeafs: ValidationRule {
  static let plainMessage = "The selection does not fit the type of this field."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .field(let field) = node, let definition = context.field,
      let type = context.schema.namedType(of: definition.type)
    else { return }
    if let set = field.selectionSet {
      if type.isLeaf {
        report(
          context, "Field \"\(field.name.value)\" of type \"\(definition.type)\" has no fields to select.",
          at: set.location)
      }
    } else if !type.isLeaf {
      report(
        context,
        "Field \"\(field.name.value)\" of type \"\(definition.type)\" needs a selection of its fields: "
          + "\"\(field.name.value) { … }\".", at: field.location)
    }
  }
}
