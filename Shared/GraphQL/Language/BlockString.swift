/// The meaning and the writing of block strings (GraphQL specification, 2.9.4).
enum BlockString {
  /// Removes the common indentation of all lines but the first, and blank lines at both ends.
  static func dedented(_ lines: [[UInt8]]) -> String {
    var commonIndent = Int.max
    for line in lines.dropFirst() {
      let indent = indentation(line)
      if indent < line.count { commonIndent = min(commonIndent, indent) }
    }
    guard let first = lines.firstIndex(where: { !isBlank($0) }),
      let last = lines.lastIndex(where: { !isBlank($0) })
    else { return "" }
    var result: [UInt8] = []
    for index in first...last {
      if index > first { result.append(0x0A) }
      let line = lines[index]
      result.append(contentsOf: index == 0 ? line[...] : line.dropFirst(min(commonIndent, line.count)))
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether a text comes back unchanged when it is written on lines of its own in a block string.
  static func canHold(_ text: String) -> Bool {
    guard !text.isEmpty else { return false }
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    guard let first = lines.first, let last = lines.last, !isBlank(first), !isBlank(last) else {
      return false
    }
    guard text.utf8.allSatisfy({ $0 >= 0x20 || $0 == 0x09 || $0 == 0x0A }) else { return false }
    // A common indentation of all lines would be taken for that of the document.
    return lines.contains { !isBlank($0) && indentation($0) == 0 }
  }

  private static func indentation(_ line: [UInt8]) -> Int {
    line.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? line.count
  }

  private static func isBlank(_ line: [UInt8]) -> Bool { indentation(line) == line.count }
}
