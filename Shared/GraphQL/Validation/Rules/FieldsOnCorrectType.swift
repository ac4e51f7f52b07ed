import OrderedCollections

/// 5.3.1: A selected field exists on its type.
final class FieldsOnCorrectType: ValidationRule {
  static let plainMessage = "Cannot query this field."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .field(let field) = node, let type = context.parentType, context.field == nil else { return }
    let name = field.name.value
    let suggestion = context.suggestion(for: name, among: type.fields.map { Array($0.keys) } ?? [])
    report(context, "Type \"\(type.name)\" has no field \"\(name)\".\(suggestion)", at: field.location)
  }
}
