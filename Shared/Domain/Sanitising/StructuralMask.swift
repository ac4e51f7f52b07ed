/// One pass over a text that masks what looks like a secret by its surroundings.
struct StructuralMask {
  private let text: [UInt8]
  private var position = 0
  private var output: [UInt8] = []

  static func apply(to text: [UInt8]) -> [UInt8] {
    var pass = StructuralMask(text: text)
    pass.run()
    return pass.output
  }

  private init(text: [UInt8]) {
    self.text = text
    output.reserveCapacity(text.count)
  }

  private mutating func run() {
    while position < text.count {
      let byte = text[position]
      if ASCII.isAlphanumeric(byte) || byte == UInt8(ascii: "_") {
        word()
      } else if byte == UInt8(ascii: ":"), begins("://"), output.last.map(ASCII.isAlphanumeric) == true {
        userInfo()
      } else if byte == UInt8(ascii: "-"), begins("-----BEGIN ") {
        armouredKey()
      } else {
        copy(to: position + 1)
      }
    }
  }

  // MARK: Rules

  private mutating func word() {
    let start = position
    let end = skip(from: start, while: ASCII.isName)
    let word = text[start..<end]
    if TokenShape.matches(word) {
      mask(to: skip(from: end, while: ASCII.isToken68))
    } else if TokenShape.isScheme(word) {
      copy(to: end)
      credentials()
    } else if SensitiveKey.isSensitive(word), let value = valueStart(afterKey: end) {
      copy(to: value)
      if SensitiveKey.isHeader(word) { headerValue() } else { self.value() }
    } else {
      copy(to: end)
    }
  }

  /// `Bearer abc`, `Basic abc`: the scheme has been copied.
  private mutating func credentials() {
    let start = skip(from: position, while: { $0 == 0x20 })
    let end = skip(from: start, while: ASCII.isToken68)
    guard start > position, end > start, !TokenShape.isProse(text[start..<end]) else { return }
    copy(to: start)
    mask(to: end)
  }

  /// `://user:password@host`: everything between the slashes and the at sign.
  private mutating func userInfo() {
    copy(to: position + 3)
    let end = skip(from: position) { byte in
      !ASCII.isWhitespace(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "`")
        && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">")
    }
    let authority = text[position..<skip(from: position, upTo: end) { !"/?#".utf8.contains($0) }]
    // A password may hold a raw slash, so with one the at sign is searched beyond the authority.
    let limit = mayHoldPassword(authority) ? end : authority.endIndex
    if let at = text[position..<limit].lastIndex(of: UInt8(ascii: "@")), at > position { mask(to: at) }
    // A host is no key of what its port begins.
    if position < authority.endIndex { copy(to: authority.endIndex) }
  }

  private func mayHoldPassword(_ authority: ArraySlice<UInt8>) -> Bool {
    if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
      return authority[..<at].contains(UInt8(ascii: ":"))
    }
    // Without an at sign what follows the colon is a port if it is a number.
    guard authority.first != UInt8(ascii: "["), let colon = authority.lastIndex(of: UInt8(ascii: ":")) else {
      return false
    }
    return !authority[(colon + 1)...].allSatisfy(ASCII.isDigit)
  }

  /// A private key in PEM, to the end of its armour or of the text.
  private mutating func armouredKey() {
    let lineEnd = skip(from: position) { $0 != 0x0A && $0 != UInt8(ascii: "\\") }
    guard contains("PRIVATE KEY-----", in: position..<lineEnd) else { return copy(to: position + 5) }
    var end = position + 11
    while end < text.count, !begins("-----END ", at: end) { end += 1 }
    while end < text.count, !begins("KEY-----", at: end) { end += 1 }
    mask(to: min(text.count, end + 8))
  }

  // MARK: Values

  /// Where the value of a key begins whose name ends at `end`, or nil when no value follows.
  private func valueStart(afterKey end: Int) -> Int? {
    var index = skip(from: end) { $0 == UInt8(ascii: "\\") || ASCII.isQuote($0) }
    index = skip(from: index, while: { $0 == 0x20 })
    if begins("=>", at: index) {
      index += 2
    } else if begins("%3D", at: index) || begins("%3d", at: index) {
      index += 3
    } else if index < text.count, text[index] == UInt8(ascii: "=") || text[index] == UInt8(ascii: ":") {
      index += 1
    } else {
      return nil
    }
    return skip(from: index, while: { $0 == 0x20 })
  }

  private mutating func value() {
    guard position < text.count else { return }
    let open = skip(from: position) { $0 == UInt8(ascii: "\\") }
    if open < text.count, ASCII.isQuote(text[open]) {
      quotedValue(closing: Array(text[position...open]))
    } else if text[position] == UInt8(ascii: "[") {
      mask(to: (text[position...].firstIndex(of: UInt8(ascii: "]")) ?? text.count - 1) + 1)
    } else if text[position] != UInt8(ascii: "{") {
      let end = bareEnd(from: position)
      let bare = text[position..<end]
      if TokenShape.isScheme(bare) {
        copy(to: end)
        credentials()
      } else if TokenShape.isLiteral(bare) {
        copy(to: end)
      } else {
        mask(to: end)
      }
    }
  }

  private mutating func quotedValue(closing: [UInt8]) {
    copy(to: position + closing.count)
    var end = position
    while end < text.count, !begins(closing, at: end) {
      // With bare quotes a backslash escapes what follows.
      end += closing.count == 1 && text[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    mask(to: min(end, text.count))
  }

  private mutating func headerValue() {
    let open = skip(from: position) { $0 == UInt8(ascii: "\\") }
    if open < text.count, ASCII.isQuote(text[open]) { return value() }
    mask(to: skip(from: position) { $0 != 0x0A && $0 != 0x0D && !ASCII.isQuote($0) })
  }

  private func bareEnd(from start: Int) -> Int {
    skip(from: start) { !ASCII.isWhitespace($0) && !ASCII.isQuote($0) && $0 != UInt8(ascii: "&") }
  }

  // MARK: Reading and writing

  private func skip(from start: Int, upTo limit: Int? = nil, while condition: (UInt8) -> Bool) -> Int {
    let limit = limit ?? text.count
    var index = start
    while index < limit, condition(text[index]) { index += 1 }
    return index
  }

  private func begins(_ prefix: String) -> Bool { begins(prefix, at: position) }

  private func begins(_ prefix: String, at index: Int) -> Bool {
    text.count - index >= prefix.utf8.count && text[index...].starts(with: prefix.utf8)
  }

  private func begins(_ prefix: [UInt8], at index: Int) -> Bool { text[index...].starts(with: prefix) }

  private func contains(_ part: String, in range: Range<Int>) -> Bool {
    range.contains { begins(part, at: $0) }
  }

  private mutating func copy(to end: Int) {
    output.append(contentsOf: text[position..<end])
    position = end
  }

  private mutating func mask(to end: Int) {
    if end > position { output.append(contentsOf: Redactor.mask.utf8) }
    position = end
  }
}
