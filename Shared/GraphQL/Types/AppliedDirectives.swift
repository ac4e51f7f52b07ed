extension AST.TypeDefinition {
  /// Whether the type is marked `@oneOf`.
  var isOneOf: Bool { directives.contains { $0.name.value == "oneOf" } }
}

extension [AST.Directive] {
  func stringArgument(_ argument: String, of directive: String) -> String? {
    guard let value = first(where: { $0.name.value == directive })?.argument(argument),
      case .string(let text) = value.kind
    else { return nil }
    return text
  }

  /// The reason of `@deprecated`, its default where none is given, nil without the directive.
  var deprecationReason: String? {
    guard let directive = first(where: { $0.name.value == "deprecated" }) else { return nil }
    guard let value = directive.argument("reason"), case .string(let text) = value.kind else {
      return "No longer supported"
    }
    return text
  }
}
