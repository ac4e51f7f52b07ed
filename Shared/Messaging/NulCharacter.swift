/// Finds the one character that JSON can say and no text of the database can hold.
enum NulCharacter {
  /// Whether JSON text holds a NUL, as a byte or as the escape `\u0000`.
  static func occurs(inJSON text: [UInt8]) -> Bool {
    var isEscaped = false
    for index in text.indices {
      let byte = text[index]
      if byte == 0 { return true }
      guard isEscaped else {
        isEscaped = byte == UInt8(ascii: "\\")
        continue
      }
      isEscaped = false
      if byte == UInt8(ascii: "u"), text[(index + 1)...].prefix(4).elementsEqual("0000".utf8) { return true }
    }
    return false
  }
}
