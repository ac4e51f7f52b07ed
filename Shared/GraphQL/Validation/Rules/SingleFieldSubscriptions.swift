/// 5.2.3.1: A subscription selects exactly one root field, which is not of introspection.
final class SingleFieldSubscriptions: ValidationRule {
  static let plainMessage =
    "A subscription must select exactly one field at its root, which is not of introspection."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .operation(let operation) = node, operation.operation == .subscription else { return }
    var fields: [AST.Field] = []
    var visited: Set<String> = []
    collect(operation.selectionSet, context, &fields, &visited)
    let subject = operation.name.map { "Subscription \"\($0.value)\"" } ?? "The subscription"
    if let first = fields.first, let other = fields.first(where: { $0.responseKey != first.responseKey }) {
      report(context, "\(subject) must select only one field at its root.", at: other.location)
    }
    for field in fields where field.name.value.hasPrefix("__") {
      report(context, "\(subject) must not select an introspection field at its root.", at: field.location)
    }
  }

  private func collect(
    _ set: AST.SelectionSet, _ context: ValidationContext, _ fields: inout [AST.Field],
    _ visited: inout Set<String>
  ) {
    for selection in set.selections {
      switch selection {
      case .field(let field): fields.append(field)
      case .inline(let inline): collect(inline.selectionSet, context, &fields, &visited)
      case .spread(let spread):
        guard visited.insert(spread.name.value).inserted,
          let fragment = context.fragments[spread.name.value]
        else { continue }
        collect(fragment.selectionSet, context, &fields, &visited)
      }
    }
  }
}
