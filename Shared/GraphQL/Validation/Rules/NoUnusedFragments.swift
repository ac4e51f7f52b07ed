/// 5.5.1.4: Every fragment is used by an operation.
final class NoUnusedFragments: ValidationRule {
  static let plainMessage = "A fragment is never used."

  func leave(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .document(let document) = node else { return }
    let used = context.references.operations.reduce(into: Set<String>()) { used, operation in
      used.formUnion(context.references.reachableFragments(from: operation.entry))
    }
    for fragment in document.fragments where !used.contains(fragment.name.value) {
      report(context, "Fragment \"\(fragment.name.value)\" is never used.", at: fragment.location)
    }
  }
}
