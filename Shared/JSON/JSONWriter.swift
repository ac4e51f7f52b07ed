import OrderedCollections

/// Writes JSON as compact text in UTF-8.
///
/// Foundation's encoder writes the members of an object in hash order; a GraphQL response has to keep the
/// order of its selection (GraphQL specification, 7.2.2), so the members are written here in theirs.
///
/// The parts of a text can be written one by one; what they make together is up to the caller.
public struct JSONWriter: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public var count: Int { bytes.count }

  public mutating func reserveCapacity(_ count: Int) { bytes.reserveCapacity(count) }

  /// Forgets everything behind the first bytes.
  public mutating func truncate(to count: Int) { bytes.removeSubrange(count...) }

  /// Appends text that is JSON already.
  public mutating func write(encoded text: [UInt8]) { bytes.append(contentsOf: text) }

  /// Appends a part of a text that is JSON already.
  public mutating func write(encoded text: [UInt8], _ range: Range<Int>) {
    text.withUnsafeBufferPointer { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// Appends a part of a text that is JSON already.
  public mutating func write(encoded text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) {
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<end]))
  }

  mutating func write(encoded text: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: text) }

  public mutating func write(byte: UInt8) { bytes.append(byte) }

  public mutating func writeNull() { write(literal: "null") }

  public mutating func write(_ flag: Bool) { write(literal: flag ? "true" : "false") }

  public mutating func write(_ number: Int64) {
    var magnitude = number.magnitude
    if magnitude < 10 {
      if number < 0 { bytes.append(UInt8(ascii: "-")) }
      bytes.append(UInt8(ascii: "0") + UInt8(magnitude))
      return
    }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var start = 20
      while magnitude > 0 {
        start -= 1
        digits[start] = UInt8(ascii: "0") + UInt8(magnitude % 10)
        magnitude /= 10
      }
      if number < 0 {
        start -= 1
        digits[start] = UInt8(ascii: "-")
      }
      bytes.append(contentsOf: digits[start...])
    }
  }

  /// JSON knows neither infinities nor NaN; they are written as null.
  public mutating func write(_ number: Double) { write(literal: number.isFinite ? "\(number)" : "null") }

  public mutating func write(_ string: String) {
    var string = string
    string.withUTF8 { text in
      bytes.append(UInt8(ascii: "\""))
      if Self.needsEscapes(text) { writeEscaped(text) } else { bytes.append(contentsOf: text) }
      bytes.append(UInt8(ascii: "\""))
    }
  }

  public mutating func write(_ value: JSONValue) {
    switch value {
    case .null: writeNull()
    case .bool(let flag): write(flag)
    case .int(let number): write(number)
    case .double(let number): write(number)
    case .string(let text): write(text)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      var isFirst = true
      for element in elements {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        write(element)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members): write(members)
    }
  }

  public mutating func write(_ members: JSONObject) {
    bytes.append(UInt8(ascii: "{"))
    var isFirst = true
    for (key, member) in members {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      write(key)
      bytes.append(UInt8(ascii: ":"))
      write(member)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func write(literal: StaticString) {
    literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func write(literal: String) { bytes.append(contentsOf: literal.utf8) }

  /// Looks at all bytes without leaving early, which the compiler turns into vector instructions.
  private static func needsEscapes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var found: UInt8 = 0
    for byte in text {
      found |= (byte < 0x20 ? 1 : 0) | (byte == 0x22 ? 1 : 0) | (byte == 0x5C ? 1 : 0)
    }
    return found != 0
  }

  private mutating func writeEscaped(_ text: UnsafeBufferPointer<UInt8>) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""): write(literal: #"\""# as StaticString)
      case UInt8(ascii: "\\"): write(literal: #"\\"# as StaticString)
      case 0x0A: write(literal: #"\n"# as StaticString)
      case 0x0D: write(literal: #"\r"# as StaticString)
      case 0x09: write(literal: #"\t"# as StaticString)
      case 0..<0x20:
        write(literal: #"\u00"# as StaticString)
        bytes.append(Self.hexDigit(byte >> 4))
        bytes.append(Self.hexDigit(byte & 15))
      default: bytes.append(byte)
      }
    }
  }

  static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
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
