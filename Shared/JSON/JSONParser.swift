import OrderedCollections

/// Reads JSON text (RFC 8259) in UTF-8, keeping the order of members.
///
/// Of members with one name the last counts. Numbers without fraction and exponent that fit are integers.
struct JSONParser {
  /// Deeper nesting is refused: the parser and the release of its result recurse this deep.
  static let deepestNesting = 512

  let text: UnsafeBufferPointer<UInt8>
  var position = 0

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  mutating func document() throws -> JSONValue {
    skipWhitespace()
    let result = try value(depth: 0)
    skipWhitespace()
    guard position == text.count else { throw error("there is more behind the value") }
    return result
  }

  var current: UInt8? { position < text.count ? text[position] : nil }

  private mutating func skipWhitespace() {
    while position < text.count {
      switch text[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  func error(_ problem: String) -> DecodingError {
    .dataCorrupted(
      DecodingError.Context(codingPath: [], debugDescription: "invalid JSON at byte \(position): \(problem)"))
  }

  private mutating func value(depth: Int) throws -> JSONValue {
    guard let byte = current else { throw error("a value is missing") }
    switch byte {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), 0x30...0x39: return try number()
    default: throw error("a value is missing")
    }
  }

  private mutating func literal(_ name: StaticString, _ value: JSONValue) throws -> JSONValue {
    let end = position + name.utf8CodeUnitCount
    guard end <= text.count,
      name.withUTF8Buffer({ $0.elementsEqual(text[position..<end]) })
    else { throw error("a value is missing") }
    position = end
    return value
  }

  private mutating func array(depth: Int) throws -> JSONValue {
    guard depth < Self.deepestNesting else { throw error("it nests too deep") }
    position += 1
    skipWhitespace()
    var elements: [JSONValue] = []
    if try skip(UInt8(ascii: "]"), unlessOpen: true) { return .array(elements) }
    repeat {
      skipWhitespace()
      elements.append(try value(depth: depth + 1))
      skipWhitespace()
    } while try !skip(UInt8(ascii: "]"))
    return .array(elements)
  }

  private mutating func object(depth: Int) throws -> JSONValue {
    guard depth < Self.deepestNesting else { throw error("it nests too deep") }
    position += 1
    skipWhitespace()
    var members = JSONObject()
    if try skip(UInt8(ascii: "}"), unlessOpen: true) { return .object(members) }
    repeat {
      skipWhitespace()
      guard current == UInt8(ascii: "\"") else { throw error("the name of a member is missing") }
      let name = try string()
      skipWhitespace()
      guard current == UInt8(ascii: ":") else { throw error("a colon is missing") }
      position += 1
      skipWhitespace()
      members[name] = try value(depth: depth + 1)
      skipWhitespace()
    } while try !skip(UInt8(ascii: "}"))
    return .object(members)
  }

  /// Steps over the end of a container, or over the comma before its next item.
  /// - Parameter unlessOpen: whether an item may follow without a comma.
  private mutating func skip(_ end: UInt8, unlessOpen: Bool = false) throws -> Bool {
    if current == end {
      position += 1
      return true
    }
    if unlessOpen { return false }
    guard current == UInt8(ascii: ",") else { throw error("a comma or the end is missing") }
    position += 1
    return false
  }

  private mutating func number() throws -> JSONValue {
    let start = position
    var isInteger = true
    if current == UInt8(ascii: "-") { position += 1 }
    if current == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if current == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      try digits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    let digits = String(decoding: text[start..<position], as: UTF8.self)
    if isInteger, let number = Int64(digits) { return .int(number) }
    guard let number = Double(digits), number.isFinite else { throw error("the number is too large") }
    return .double(number)
  }

  private mutating func digits() throws {
    let start = position
    while let byte = current, byte >= 0x30, byte <= 0x39 { position += 1 }
    guard position > start else { throw error("a digit is missing") }
  }
}
