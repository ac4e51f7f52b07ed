/// Finds known secrets in a text, escaped or not.
struct KnownSecretMatcher: Sendable {
  private let secrets: Set<String>
  private let patterns: [SecretPattern]

  var isEmpty: Bool { patterns.isEmpty }

  init(secrets: some Sequence<String>) {
    self.secrets = Set(secrets)
    patterns = self.secrets.flatMap(SecretPattern.all)
  }

  func adding(secrets more: some Sequence<String>) -> KnownSecretMatcher {
    KnownSecretMatcher(secrets: secrets.union(more))
  }

  func mask(_ text: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var position = 0
    while position < text.count {
      guard let (end, pattern) = longestMatch(in: text, at: position) else {
        output.append(text[position])
        position += 1
        continue
      }
      if pattern.hasTornEdges, let last = output.last, ASCII.isToken68(last) { output.removeLast() }
      output.append(contentsOf: Redactor.mask.utf8)
      position = end
      if pattern.hasTornEdges, position < text.count, ASCII.isToken68(text[position]) {
        position += 1
        while position < text.count, text[position] == UInt8(ascii: "=") { position += 1 }
      }
    }
    return output
  }

  private func longestMatch(in text: [UInt8], at start: Int) -> (end: Int, pattern: SecretPattern)? {
    var best: (end: Int, pattern: SecretPattern)?
    for pattern in patterns where mayBegin(pattern, with: text[start]) {
      guard let end = Self.match(pattern.bytes, in: text, at: start), end > best?.end ?? start else {
        continue
      }
      if pattern.standsAlone, !standsAlone(start..<end, in: text) { continue }
      best = (end, pattern)
    }
    return best
  }

  private func mayBegin(_ pattern: SecretPattern, with byte: UInt8) -> Bool {
    byte == pattern.bytes[0] || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\")
      || byte == UInt8(ascii: "+")
  }

  private func standsAlone(_ range: Range<Int>, in text: [UInt8]) -> Bool {
    (range.lowerBound == 0 || !ASCII.isAlphanumeric(text[range.lowerBound - 1]))
      && (range.upperBound == text.count || !ASCII.isAlphanumeric(text[range.upperBound]))
  }

  /// The furthest end of `secret` read from `start`, each byte plain or escaped.
  private static func match(_ secret: [UInt8], in text: [UInt8], at start: Int) -> Int? {
    // A byte such as "%" can be read two ways, so several readings are followed side by side.
    var ends = [start]
    for byte in secret {
      var next: [Int] = []
      for end in ends {
        for length in lengths(of: byte, in: text, at: end) where !next.contains(end + length) {
          next.append(end + length)
        }
      }
      if next.isEmpty { return nil }
      ends = next
    }
    return ends.max()
  }

  /// The lengths of all spellings of `byte` at a position.
  private static func lengths(of byte: UInt8, in text: [UInt8], at position: Int) -> [Int] {
    guard position < text.count else { return [] }
    let first = text[position]
    var lengths: [Int] = first == byte ? [1] : []
    switch first {
    case UInt8(ascii: "%"):
      if hex(text, at: position + 1, digits: 2) == byte { lengths.append(3) }
    case UInt8(ascii: "+"):
      if byte == 0x20 { lengths.append(1) }
    case UInt8(ascii: "\\"):
      guard position + 1 < text.count else { break }
      let escape = text[position + 1]
      if escape == byte || control(escape) == byte {
        lengths.append(2)
      } else if escape == UInt8(ascii: "u"), hex(text, at: position + 2, digits: 4) == byte {
        lengths.append(6)
      }
    default: break
    }
    return lengths
  }

  private static func hex(_ text: [UInt8], at position: Int, digits: Int) -> UInt8? {
    guard position + digits <= text.count else { return nil }
    var value = 0
    for digit in text[position..<position + digits] {
      guard let nibble = ASCII.hexValue(digit) else { return nil }
      value = value << 4 | Int(nibble)
    }
    return UInt8(exactly: value)
  }

  private static func control(_ escape: UInt8) -> UInt8? {
    switch escape {
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }
}
