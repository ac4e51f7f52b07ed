/// How deep a JSON text nests, told without parsing it.
///
/// The parser recurses; a text that is nothing but brackets must not decide how far.
enum JSONNesting {
  static let maximum = 64

  static func isWithin(_ limit: Int, _ text: some Sequence<UInt8>) -> Bool {
    var depth = 0
    var isInText = false
    var isEscaped = false
    for byte in text {
      if isInText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInText = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInText = true
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        if depth > limit { return false }
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
    }
    return true
  }
}
