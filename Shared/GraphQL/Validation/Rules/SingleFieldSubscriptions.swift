/// 5.2.4.1: A subscription selects exactly one root field, which is not of introspection, and whether it does may not
/// depend on variables.
final class SingleFieldSubscriptions: ValidationRule {
  static let plainMessage = "A subscription must select exactly one field at its root."

  /// What a subscription selects at its root, fragments looked into.
  private struct Selected {
    var fields: [AST.Field] = []
    var conditions: [AST.Directive] = []
    var visited: Set<String> = []
  }

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .operation(let operation) = node, operation.operation == .subscription,
      let root = context.schema.subscriptionType
    else { return }
    var selected = Selected()
    collect(operation.selectionSet, of: root.name, context, &selected)
    let subject = operation.name.map { "Subscription \"\($0.value)\"" } ?? "The subscription"
    guard selected.conditions.isEmpty else {
      return report(
        context, "\(subject) must not use @skip or @include at its root.",
        at: selected.conditions.map(\.location))
    }
    guard let first = selected.fields.first else {
      return report(
        context, "\(subject) must select a field at its root.", at: operation.selectionSet.location)
    }
    let others = selected.fields.filter { $0.responseKey != first.responseKey }
    if !others.isEmpty {
      report(context, "\(subject) must select only one field at its root.", at: others.map(\.location))
    }
    var introspected: Set<String> = []
    for field in selected.fields where introspected.insert(field.responseKey).inserted {
      guard field.name.value.hasPrefix("__") else { continue }
      report(
        context, "\(subject) must not select an introspection field at its root.",
        at: selected.fields.filter { $0.responseKey == field.responseKey }.map(\.location))
    }
  }

  private func collect(
    _ set: AST.SelectionSet, of root: String, _ context: ValidationContext, _ selected: inout Selected
  ) {
    for selection in set.selections {
      switch selection {
      case .field(let field):
        note(field.directives, &selected)
        selected.fields.append(field)
      case .inline(let inline):
        note(inline.directives, &selected)
        guard inline.typeCondition.map({ context.schema.isPossibleType(root, of: $0.value) }) ?? true else {
          continue
        }
        collect(inline.selectionSet, of: root, context, &selected)
      case .spread(let spread):
        note(spread.directives, &selected)
        guard selected.visited.insert(spread.name.value).inserted,
          let fragment = context.fragments[spread.name.value],
          context.schema.isPossibleType(root, of: fragment.typeCondition.value)
        else { continue }
        collect(fragment.selectionSet, of: root, context, &selected)
      }
    }
  }

  private func note(_ directives: [AST.Directive], _ selected: inout Selected) {
    selected.conditions += directives.filter { ["skip", "include"].contains($0.name.value) }
  }
}
