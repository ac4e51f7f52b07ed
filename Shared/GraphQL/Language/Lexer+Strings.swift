extension Lexer {
  /// A quoted string with its escapes resolved.
  mutating func string(at location: NodeLocation) throws(GraphQLError) -> Token {
    position += 1
    var content: [UInt8] = []
    var chunkStart = position
    while true {
      guard let byte = byte(at: position), byte != 0x0A, byte != 0x0D else {
        throw syntaxError("Unterminated string.", at: position)
      }
      switch byte {
      case UInt8(ascii: "\""):
        content.append(contentsOf: bytes[chunkStart..<position])
        position += 1
        return Token(kind: .string, text: String(decoding: content, as: UTF8.self), location: location)
      case UInt8(ascii: "\\"):
        content.append(contentsOf: bytes[chunkStart..<position])
        content.append(contentsOf: try escape().utf8)
        chunkStart = position
      default:
        position += 1
      }
    }
  }

  private mutating func escape() throws(GraphQLError) -> String {
    let start = position
    guard let kind = byte(at: position + 1) else {
      throw syntaxError("Unterminated string.", at: start)
    }
    position += 2
    switch kind {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      guard let scalar = byte(at: position) == UInt8(ascii: "{") ? bracedScalar() : fixedScalar() else {
        throw syntaxError("Invalid Unicode escape sequence.", at: start)
      }
      return String(Character(scalar))
    default:
      throw syntaxError("Invalid character escape sequence.", at: start)
    }
  }

  /// `{10FFFF}`: one scalar of any number of hexadecimal digits.
  private mutating func bracedScalar() -> Unicode.Scalar? {
    position += 1
    var value: UInt32 = 0
    var hasDigits = false
    while let byte = byte(at: position), let digit = CharacterClass.hexValue(byte) {
      value = value << 4 | digit
      guard value <= 0x10FFFF else { return nil }
      hasDigits = true
      position += 1
    }
    guard hasDigits, byte(at: position) == UInt8(ascii: "}") else { return nil }
    position += 1
    return Unicode.Scalar(value)
  }

  /// Four hexadecimal digits; a leading surrogate must be followed by the escape of a trailing one.
  private mutating func fixedScalar() -> Unicode.Scalar? {
    guard let first = fourHexDigits() else { return nil }
    guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) }
    guard byte(at: position) == UInt8(ascii: "\\"), byte(at: position + 1) == UInt8(ascii: "u") else {
      return nil
    }
    position += 2
    guard let second = fourHexDigits(), (0xDC00...0xDFFF).contains(second) else { return nil }
    return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
  }

  private mutating func fourHexDigits() -> UInt32? {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = byte(at: position), let digit = CharacterClass.hexValue(byte) else { return nil }
      value = value << 4 | digit
      position += 1
    }
    return value
  }

  /// A block string: `\"""` is its only escape, common indentation and blank outer lines go.
  mutating func blockString(at location: NodeLocation) throws(GraphQLError) -> Token {
    let quote = UInt8(ascii: "\"")
    position += 3
    var lines: [[UInt8]] = []
    var current: [UInt8] = []
    while let byte = byte(at: position) {
      switch byte {
      case quote where self.byte(at: position + 1) == quote && self.byte(at: position + 2) == quote:
        position += 3
        lines.append(current)
        return Token(kind: .blockString, text: BlockString.dedented(lines), location: location)
      case UInt8(ascii: "\\")
      where self.byte(at: position + 1) == quote && self.byte(at: position + 2) == quote
        && self.byte(at: position + 3) == quote:
        current.append(contentsOf: [quote, quote, quote])
        position += 4
      case 0x0A, 0x0D:
        lines.append(current)
        current = []
        skipLineTerminator()
      default:
        current.append(byte)
        position += 1
      }
    }
    throw syntaxError("Unterminated string.", at: position)
  }
}
