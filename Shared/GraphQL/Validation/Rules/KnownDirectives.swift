/// 5.7.1 and 5.7.2: A directive exists and may stand where it does.
final class KnownDirectives: ValidationRule {
  static let plainMessage = "Cannot use this directive here."

  func enter(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .directive(let directive, let place) = node else { return }
    let name = directive.name.value
    if let definition = context.directive {
      if !definition.locations.contains(place) {
        report(
          context, "Directive \"@\(name)\" may not be used on \(place.rawValue).", at: directive.location)
      }
    } else {
      report(context, "There is no directive \"@\(name)\".", at: directive.location)
    }
  }
}
