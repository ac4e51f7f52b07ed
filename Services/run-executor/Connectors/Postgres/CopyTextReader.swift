/// Takes the lines of COPY in text format apart.
struct CopyTextReader {
  /// Calls `body` with every row.
  /// - Parameter chunk: whole lines.
  static func read(_ chunk: [UInt8], _ body: (CopyTextRow) throws -> Void) rethrows {
    var bounds: [Int] = []
    var lineStart = 0
    for (position, byte) in chunk.enumerated() {
      // Tabs and line ends of values are escaped, so that these are the ones between values.
      switch byte {
      case UInt8(ascii: "\t"): bounds.append(position)
      case UInt8(ascii: "\n"):
        bounds.append(position)
        try body(CopyTextRow(bytes: chunk, start: lineStart, ends: bounds))
        bounds.removeAll(keepingCapacity: true)
        lineStart = position + 1
      default: continue
      }
    }
  }
}
