/// One lexical token.
struct Token: Sendable {
  let kind: TokenKind
  /// The name, the digits of a number or the meaning of a string; empty for punctuators.
  let text: String
  let location: NodeLocation

  /// The token as an error message shows it. Long names are cut, and the values of strings, which may be secrets, are
  /// not shown.
  var label: String {
    guard kind == .name || kind == .int || kind == .float else { return kind.label }
    let shown = text.count > 64 ? text.prefix(64) + "…" : text[...]
    return "\(kind.label) \"\(shown)\""
  }
}
