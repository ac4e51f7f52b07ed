/// One row of COPY … FROM STDIN in the text format, with what is special escaped.
public struct CopyRow: Sendable {
  /// The line with its end, ready for ``PostgresConnection/copyIn(_:rows:timeout:)``.
  public private(set) var bytes: [UInt8] = []

  public init(_ values: [(any SQLBindable)?]) {
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: "\t")) }
      append(value?.sqlParameter.text)
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func append(_ text: String?) {
    guard let text else {
      bytes += "\\N".utf8
      return
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
      default: bytes.append(byte)
      }
    }
  }
}
