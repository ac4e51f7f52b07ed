/// Cuts a document into tokens (GraphQL specification, 2.1 and appendix B.1).
///
/// Every Unicode scalar value is allowed in comments and strings. The text is read once, front to back.
struct Lexer {
  let bytes: [UInt8]
  let limits: DocumentLimits
  var position = 0
  private var tokenCount = 0
  private var line: Int32 = 1
  /// The column of `columnAnchor`. Columns are counted on from the last token, so that a long line costs its
  /// length once.
  private var columnAnchor = 0
  private var anchoredColumn: Int32 = 1

  init(_ text: String, limits: DocumentLimits) throws(GraphQLError) {
    guard text.utf8.count <= limits.maximumBytes else {
      throw GraphQLError(
        "The document is longer than \(limits.maximumBytes) bytes.", code: .documentTooLarge)
    }
    bytes = Array(text.utf8)
    self.limits = limits
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      position = 3
      columnAnchor = 3
    }
  }

  /// The next token; for ever the end of the file after the last one.
  mutating func next() throws(GraphQLError) -> Token {
    skipIgnored()
    let location = location(at: position)
    guard position < bytes.count else { return Token(kind: .endOfFile, text: "", location: location) }
    tokenCount += 1
    guard tokenCount <= limits.maximumTokens else {
      throw GraphQLError(
        "The document has more than \(limits.maximumTokens) tokens.", at: [location], code: .tooManyTokens)
    }
    let byte = bytes[position]
    if CharacterClass.isNameStart(byte) { return name(at: location) }
    if let kind = TokenKind(punctuator: byte) {
      position += 1
      return Token(kind: kind, text: "", location: location)
    }
    switch byte {
    case UInt8(ascii: "."):
      guard self.byte(at: position + 1) == byte, self.byte(at: position + 2) == byte else {
        throw unexpectedCharacter(at: position)
      }
      position += 3
      return Token(kind: .spread, text: "", location: location)
    case UInt8(ascii: "-"), 0x30...0x39:
      return try number(at: location)
    case UInt8(ascii: "\""):
      if self.byte(at: position + 1) == byte, self.byte(at: position + 2) == byte {
        return try blockString(at: location)
      }
      return try string(at: location)
    default:
      throw unexpectedCharacter(at: position)
    }
  }

  func byte(at index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// - Precondition: `index` lies on the current line, not before the last location that was asked for.
  mutating func location(at index: Int) -> NodeLocation {
    for byte in bytes[columnAnchor..<index] where byte & 0xC0 != 0x80 { anchoredColumn += 1 }
    columnAnchor = index
    return NodeLocation(line: line, column: anchoredColumn)
  }

  /// Steps over a line terminator; one of two bytes counts as one.
  mutating func skipLineTerminator() {
    position += bytes[position] == 0x0D && byte(at: position + 1) == 0x0A ? 2 : 1
    line += 1
    anchoredColumn = 1
    columnAnchor = position
  }

  private mutating func skipIgnored() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, UInt8(ascii: ","): position += 1
      case 0x0A, 0x0D: skipLineTerminator()
      case UInt8(ascii: "#"):
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
      case 0xEF where byte(at: position + 1) == 0xBB && byte(at: position + 2) == 0xBF: position += 3
      default: return
      }
    }
  }

  private mutating func name(at location: NodeLocation) -> Token {
    let start = position
    while position < bytes.count, CharacterClass.isNameContinue(bytes[position]) { position += 1 }
    return Token(kind: .name, text: text(start..<position), location: location)
  }

  mutating func syntaxError(_ message: String, at index: Int) -> GraphQLError {
    GraphQLError("Syntax Error: \(message)", at: [location(at: index)], code: .syntax)
  }

  /// How an error shows the character at an index: itself when it can be printed, else its code point.
  func characterLabel(at index: Int) -> String {
    guard index < bytes.count else { return TokenKind.endOfFile.label }
    guard
      let scalar = String(decoding: bytes[index..<min(index + 4, bytes.count)], as: UTF8.self)
        .unicodeScalars.first
    else { return TokenKind.endOfFile.label }
    if scalar == "\"" { return "'\"'" }
    if scalar.value >= 0x20 && scalar.value < 0x7F { return "\"\(scalar)\"" }
    let hex = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
  }

  private mutating func unexpectedCharacter(at index: Int) -> GraphQLError {
    if bytes[index] == UInt8(ascii: "'") {
      return syntaxError(
        "Unexpected single quote character ('), did you mean to use a double quote (\")?", at: index)
    }
    return syntaxError("Unexpected character: \(characterLabel(at: index)).", at: index)
  }
}
