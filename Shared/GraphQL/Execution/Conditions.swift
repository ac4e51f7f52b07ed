import JSON

/// `@skip` and `@include` (GraphQL specification, 3.13.1 and 3.13.2).
enum Conditions {
  /// Whether a selection with these directives is part of the result.
  static func includes(_ directives: [AST.Directive], variables: [String: JSONValue]) -> Bool {
    guard !directives.isEmpty else { return true }
    return !isSet("skip", in: directives, variables: variables, otherwise: false)
      && isSet("include", in: directives, variables: variables, otherwise: true)
  }

  private static func isSet(
    _ name: String, in directives: [AST.Directive], variables: [String: JSONValue], otherwise: Bool
  ) -> Bool {
    guard let value = directives.first(where: { $0.name.value == name })?.argument("if") else {
      return otherwise
    }
    switch value.kind {
    case .boolean(let flag): return flag
    case .variable(let variable): return variables[variable]?.boolValue ?? otherwise
    default: return otherwise
    }
  }

  /// Whether a selection depends on a variable.
  static func dependOnVariables(_ directives: [AST.Directive]) -> Bool {
    directives.contains { directive in
      guard directive.name.value == "skip" || directive.name.value == "include",
        let value = directive.argument("if"), case .variable = value.kind
      else { return false }
      return true
    }
  }
}
