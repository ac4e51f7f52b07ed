/// A header's value as it is written, also where no proper client would write it.
public indirect enum RawField: Sendable {
  case text([UInt8])
  case int(Int32)
  case long(Int64)
  case bool(Bool)
  case double(Double)
  case timestamp(UInt64)
  case bytes([UInt8])
  case list([RawField])
  case table([(key: String, value: RawField)])
  case void
  case written([UInt8])

  public static func string(_ text: String) -> RawField { .text([UInt8](text.utf8)) }

  /// A table in a table, and so on.
  public static func nested(_ levels: Int) -> RawField {
    // Written from the outside in: a value of so many levels could not be let go of without recursion.
    var bytes: [UInt8] = []
    for level in stride(from: levels, to: 0, by: -1) {
      // Each level but the innermost holds a key of one letter and the next.
      let size = (level - 1) * 7 + 3
      bytes += [UInt8(ascii: "F")] + RawBytes.integer(UInt32(size)) + RawBytes.short("n")
    }
    return .written(bytes + [UInt8(ascii: "V")])
  }

  var encoded: [UInt8] {
    switch self {
    case .text(let bytes): [UInt8(ascii: "S")] + RawBytes.long(bytes)
    case .int(let value): [UInt8(ascii: "I")] + RawBytes.integer(UInt32(bitPattern: value))
    case .long(let value): [UInt8(ascii: "l")] + RawBytes.integer(UInt64(bitPattern: value))
    case .bool(let value): [UInt8(ascii: "t"), value ? 1 : 0]
    case .double(let value): [UInt8(ascii: "d")] + RawBytes.integer(value.bitPattern)
    case .timestamp(let seconds): [UInt8(ascii: "T")] + RawBytes.integer(seconds)
    case .bytes(let bytes): [UInt8(ascii: "x")] + RawBytes.long(bytes)
    case .list(let values): [UInt8(ascii: "A")] + RawBytes.long(values.flatMap(\.encoded))
    case .table(let entries): [UInt8(ascii: "F")] + RawBytes.table(entries)
    case .void: [UInt8(ascii: "V")]
    case .written(let bytes): bytes
    }
  }
}

/// The pieces that frames of AMQP 0-9-1 are made of.
enum RawBytes {
  static func integer<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  static func short(_ text: [UInt8]) -> [UInt8] { [UInt8(text.count)] + text }
  static func short(_ text: String) -> [UInt8] { short([UInt8](text.utf8)) }
  static func long(_ bytes: [UInt8]) -> [UInt8] { integer(UInt32(bytes.count)) + bytes }

  /// Keys may come twice.
  static func table(_ entries: [(key: String, value: RawField)]) -> [UInt8] {
    var content: [UInt8] = []
    for entry in entries { content += short(entry.key) + entry.value.encoded }
    return long(content)
  }
}
