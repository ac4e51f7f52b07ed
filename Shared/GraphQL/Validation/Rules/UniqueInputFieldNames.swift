/// 5.6.3: No field of an input object is given twice.
final class UniqueInputFieldNames: ValidationRule {
  static let plainMessage = "An input field is given more than once."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .value(let value) = node, case .object(let fields) = value.kind, fields.count > 1 else {
      return
    }
    var names = UniqueNames()
    for field in fields {
      if let first = names.insert(field.name) {
        report(
          context, "Input field \"\(field.name.value)\" is given more than once.", at: first,
          field.name.location)
      }
    }
  }
}
