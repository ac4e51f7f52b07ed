/// 5.6.3: No field of an input object is given twice.
final class UniqueInputFieldNames: ValidationRule {
  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .value(let value) = node, case .object(let fields) = value.kind, fields.count > 1 else {
      return
    }
    var names = UniqueNames()
    for field in fields {
      if let first = names.insert(field.name) {
        context.report(
          "Input field \"\(field.name.value)\" is given more than once.", at: first, field.name.location)
      }
    }
  }
}
