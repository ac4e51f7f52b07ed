import OrderedCollections

/// Writes a ``JSONValue`` as compact JSON text.
///
/// Foundation's encoder writes the members of an object in hash order; a GraphQL response has to keep the
/// order of its selection (GraphQL specification, 7.2.2), so the members are written here in theirs.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: write(literal: "null")
    case .bool(true): write(literal: "true")
    case .bool(false): write(literal: "false")
    case .int(let number): bytes.append(contentsOf: String(number).utf8)
    case .double(let number):
      // JSON knows neither infinities nor NaN.
      write(literal: number.isFinite ? "\(number)" : "null")
    case .string(let text): write(string: text)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      var isFirst = true
      for element in elements {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        write(element)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      var isFirst = true
      for (key, member) in members {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        write(string: key)
        bytes.append(UInt8(ascii: ":"))
        write(member)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private mutating func write(literal: String) { bytes.append(contentsOf: literal.utf8) }

  private mutating func write(string: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): write(literal: "\\\"")
      case UInt8(ascii: "\\"): write(literal: "\\\\")
      case 0x0A: write(literal: "\\n")
      case 0x0D: write(literal: "\\r")
      case 0x09: write(literal: "\\t")
      case 0..<0x20:
        let hex = String(byte, radix: 16)
        write(literal: "\\u" + String(repeating: "0", count: 4 - hex.count) + hex)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

extension JSONValue {
  /// Compact JSON text in UTF-8.
  public var encodedBytes: [UInt8] {
    var writer = JSONWriter()
    writer.write(self)
    return writer.bytes
  }

  /// Compact JSON text.
  public var encodedString: String { String(decoding: encodedBytes, as: UTF8.self) }
}
