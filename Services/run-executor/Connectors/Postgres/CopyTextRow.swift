import Postgres

/// One row of COPY in text format; values are decoded when asked.
struct CopyTextRow {
  let bytes: [UInt8]
  let start: Int
  /// Where each value ends.
  let ends: [Int]

  /// The value at `index`.
  /// - Throws: `.decoding` where it is no `T` (NULL only is an Optional).
  func decode<T: SQLDecodable>(_ index: Int, as type: T.Type = T.self) throws(PostgresError) -> T {
    guard ends.indices.contains(index), let value = T.decodeSQL(text(index)) else {
      throw PostgresError(.decoding, detail: "column \(index + 1) of a catalog query is not a \(T.self)")
    }
    return value
  }

  /// - Returns: nil for NULL.
  private func text(_ index: Int) -> ArraySlice<UInt8>? {
    let value = bytes[(index == 0 ? start : ends[index - 1] + 1)..<ends[index]]
    guard value.contains(UInt8(ascii: "\\")) else { return value }
    return value.elementsEqual(#"\N"#.utf8) ? nil : Self.unescaped(value)
  }

  private static func unescaped(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var plain: [UInt8] = []
    plain.reserveCapacity(value.count)
    var rest = value
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
        plain.append(byte)
        continue
      }
      switch escape {
      case UInt8(ascii: "b"): plain.append(0x08)
      case UInt8(ascii: "t"): plain.append(0x09)
      case UInt8(ascii: "n"): plain.append(0x0A)
      case UInt8(ascii: "v"): plain.append(0x0B)
      case UInt8(ascii: "f"): plain.append(0x0C)
      case UInt8(ascii: "r"): plain.append(0x0D)
      default: plain.append(escape)
      }
    }
    return plain[...]
  }
}
