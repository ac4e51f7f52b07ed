/// 5.5.2.1: A fragment that is spread exists.
final class KnownFragmentNames: ValidationRule {
  static let plainMessage = "There is no such fragment."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .fragmentSpread(let spread) = node, context.fragments[spread.name.value] == nil else { return }
    report(context, "There is no fragment \"\(spread.name.value)\".", at: spread.name.location)
  }
}
