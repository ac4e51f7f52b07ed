extension JSONParser {
  mutating func string() throws -> String {
    position += 1
    let start = position
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: "\""):
        let string = try decoded(text[start..<position])
        position += 1
        return string
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw error("a control character stands in a string")
      default: position += 1
      }
    }
    throw error("a string does not end")
  }

  private func decoded(_ bytes: some Sequence<UInt8>) throws -> String {
    guard let string = String(validating: bytes, as: UTF8.self) else {
      throw error("a string is not valid UTF-8")
    }
    return string
  }

  private mutating func escapedString(from start: Int) throws -> String {
    var content = Array(text[start..<position])
    while position < text.count {
      let byte = text[position]
      switch byte {
      case UInt8(ascii: "\""):
        let string = try decoded(content)
        position += 1
        return string
      case UInt8(ascii: "\\"): try content.append(contentsOf: escape())
      case 0..<0x20: throw error("a control character stands in a string")
      default:
        content.append(byte)
        position += 1
      }
    }
    throw error("a string does not end")
  }

  private mutating func escape() throws -> [UInt8] {
    position += 1
    guard let kind = current else { throw error("a string does not end") }
    position += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [kind]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(Character(try unicodeEscape())).utf8)
    default: throw error("an escape is unknown")
    }
  }

  /// Half of a surrogate pair stands for nothing by itself.
  private mutating func unicodeEscape() throws -> Unicode.Scalar {
    let first = try fourHexDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, current == UInt8(ascii: "\\"), position + 1 < text.count,
      text[position + 1] == UInt8(ascii: "u")
    else { throw error("an escape is no character") }
    position += 2
    let second = try fourHexDigits()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw error("an escape is no character") }
    return scalar
  }

  private mutating func fourHexDigits() throws -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current else { throw error("a string does not end") }
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(byte - 0x41 + 10)
      case 0x61...0x66: value = value << 4 | UInt32(byte - 0x61 + 10)
      default: throw error("an escape has no four hexadecimal digits")
      }
      position += 1
    }
    return value
  }
}
