/// 5.5.1.1: No two fragments have the same name.
final class UniqueFragmentNames: ValidationRule {
  static let plainMessage = "Several fragments have the same name."

  private var names = UniqueNames()

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .fragment(let fragment) = node else { return }
    if let first = names.insert(fragment.name) {
      report(
        context, "Several fragments are named \"\(fragment.name.value)\".", at: first, fragment.name.location)
    }
  }
}
