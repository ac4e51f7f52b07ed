/// One-dimensional arrays as text: `{"a","b",NULL}`.
enum ArrayText {
  /// Every element is quoted: the server reads any type so, and no element can be taken for NULL or syntax.
  static func write(_ elements: some Sequence<String?>) -> String {
    var text = "{"
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      guard let element else {
        text += "NULL"
        continue
      }
      text += "\""
      if element.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
        for character in element.unicodeScalars {
          if character == "\"" || character == "\\" { text.unicodeScalars.append("\\") }
          text.unicodeScalars.append(character)
        }
      } else {
        text += element
      }
      text += "\""
    }
    return text + "}"
  }

  /// - Returns: the elements, `nil` among them for NULL; `nil` for a text that is no one-dimensional array.
  static func parse(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>?]? {
    var scanner = ArrayTextScanner(text)
    return scanner.array()
  }
}

private struct ArrayTextScanner {
  private let text: ArraySlice<UInt8>
  private var position: Int

  init(_ text: ArraySlice<UInt8>) {
    self.text = text
    position = text.startIndex
  }

  private var current: UInt8? { position < text.endIndex ? text[position] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func array() -> [ArraySlice<UInt8>?]? {
    // Bounds other than from 1 stand before the braces: [0:2]={a,b,c}
    if current == UInt8(ascii: "[") {
      guard let sign = text.firstIndex(of: UInt8(ascii: "=")) else { return nil }
      position = sign + 1
    }
    guard take("{") else { return nil }
    var elements: [ArraySlice<UInt8>?] = []
    if take("}") { return position == text.endIndex ? elements : nil }
    repeat {
      if current == UInt8(ascii: "\"") {
        guard let element = quoted() else { return nil }
        elements.append(element)
      } else {
        guard let element = unquoted() else { return nil }
        elements.append(element.elementsEqual("NULL".utf8) ? nil : element)
      }
    } while take(",")
    return take("}") && position == text.endIndex ? elements : nil
  }

  private mutating func unquoted() -> ArraySlice<UInt8>? {
    let start = position
    while let byte = current, byte != UInt8(ascii: ","), byte != UInt8(ascii: "}") {
      guard byte != UInt8(ascii: "{"), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else {
        return nil
      }
      position += 1
    }
    return start == position ? nil : text[start..<position]
  }

  private mutating func quoted() -> ArraySlice<UInt8>? {
    position += 1
    let start = position
    var unescaped: [UInt8]?
    while let byte = current {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        return unescaped.map { $0[...] } ?? text[start..<position - 1]
      case UInt8(ascii: "\\"):
        guard let escaped = current else { return nil }
        if unescaped == nil { unescaped = Array(text[start..<position - 1]) }
        unescaped?.append(escaped)
        position += 1
      default:
        unescaped?.append(byte)
      }
    }
    return nil
  }
}
