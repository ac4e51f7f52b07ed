extension Lexer {
  /// An IntValue or FloatValue. A digit, dot or name directly behind it is an error, not a new token.
  mutating func number(at location: NodeLocation) throws(GraphQLError) -> Token {
    let start = position
    var kind = TokenKind.int
    if byte(at: position) == UInt8(ascii: "-") { position += 1 }
    if byte(at: position) == UInt8(ascii: "0") {
      position += 1
      if let next = byte(at: position), CharacterClass.isDigit(next) {
        throw syntaxError(
          "Invalid number, unexpected digit after 0: \(characterLabel(at: position)).", at: position)
      }
    } else {
      try digits()
    }
    if byte(at: position) == UInt8(ascii: ".") {
      kind = .float
      position += 1
      try digits()
    }
    if byte(at: position) == UInt8(ascii: "e") || byte(at: position) == UInt8(ascii: "E") {
      kind = .float
      position += 1
      if byte(at: position) == UInt8(ascii: "+") || byte(at: position) == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    if let next = byte(at: position), next == UInt8(ascii: ".") || CharacterClass.isNameStart(next) {
      throw syntaxError(
        "Invalid number, expected digit but got: \(characterLabel(at: position)).", at: position)
    }
    return Token(kind: kind, text: text(start..<position), location: location)
  }

  private mutating func digits() throws(GraphQLError) {
    guard let first = byte(at: position), CharacterClass.isDigit(first) else {
      throw syntaxError(
        "Invalid number, expected digit but got: \(characterLabel(at: position)).", at: position)
    }
    while let next = byte(at: position), CharacterClass.isDigit(next) { position += 1 }
  }
}
