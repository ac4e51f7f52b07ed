/// One lexical token.
struct Token: Sendable {
  let kind: TokenKind
  /// The name, the digits of a number or the meaning of a string; empty for punctuators.
  let text: String
  let location: NodeLocation

  /// The token as an error message shows it. Long texts are cut: the message repeats what the client sent.
  var label: String {
    guard kind.rawValue >= TokenKind.name.rawValue else { return kind.label }
    let shown = text.count > 64 ? text.prefix(64) + "…" : text[...]
    return "\(kind.label) \"\(shown)\""
  }
}
