import Contracts

/// The bounds of a text that a caller gives.
struct TextRule: Sendable {
  /// In Unicode scalars.
  var maximum: Int
  /// Whether line breaks and tabs may stand in it.
  var allowsLines = false

  static let name = TextRule(maximum: 200)
  static let description = TextRule(maximum: 2_000, allowsLines: true)
  static let label = TextRule(maximum: 100)
  static let word = TextRule(maximum: 200)

  /// A text that must be there and hold more than white space.
  func required(_ text: String?, _ field: String) throws(Refusal) -> String {
    guard let text else { throw .invalid(field, "is required") }
    guard text.contains(where: { !$0.isWhitespace }) else { throw .invalid(field, "must not be blank") }
    try check(text, field)
    return text
  }

  /// A text that may be missing.
  func optional(_ text: String?, _ field: String) throws(Refusal) -> String? {
    if let text { try check(text, field) }
    return text
  }

  private func check(_ text: String, _ field: String) throws(Refusal) {
    // Scalars rather than characters: one character can be made of any number of them.
    guard text.unicodeScalars.count <= maximum else {
      throw .invalid(field, "must be at most \(maximum) characters long")
    }
    let isClean = text.unicodeScalars.allSatisfy { scalar in
      scalar.properties.generalCategory != .control
        || (allowsLines && "\n\r\t".unicodeScalars.contains(scalar))
    }
    guard isClean else { throw .invalid(field, "must not contain control characters") }
  }
}
