/// One form in which a known secret may turn up.
struct SecretPattern: Sendable {
  let bytes: [UInt8]
  /// Whether it has to stand alone, as values too short to be told from ordinary words do.
  var standsAlone = false
  /// Whether the character before and the one after also carry bits of the secret.
  var hasTornEdges = false

  /// All forms of `secret`; percent and JSON escapes are left to the matching.
  static func all(of secret: String) -> [SecretPattern] {
    let bytes = Array(secret.utf8)
    guard bytes.count >= 4 else {
      return bytes.isEmpty ? [] : [SecretPattern(bytes: bytes, standsAlone: true)]
    }
    var patterns = [SecretPattern(bytes: bytes)]
    for alphabet in [base64, base64URL] {
      for offset in 0..<3 {
        if let pattern = inBase64(bytes, offset: offset, alphabet: alphabet) { patterns.append(pattern) }
      }
    }
    for digits in [lowerHex, upperHex] {
      patterns.append(SecretPattern(bytes: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }))
    }
    return patterns
  }

  /// The characters that `secret` alone decides when it begins `offset` bytes into a group of three.
  private static func inBase64(_ secret: [UInt8], offset: Int, alphabet: [UInt8]) -> SecretPattern? {
    var characters: [UInt8] = []
    var bits = 0
    var pending = 0
    for byte in [UInt8](repeating: 0, count: offset) + secret {
      pending = (pending << 8 | Int(byte)) & 0xFFFF
      bits += 8
      while bits >= 6 {
        bits -= 6
        characters.append(alphabet[pending >> bits & 63])
      }
    }
    let own = characters.dropFirst(offset == 0 ? 0 : offset + 1)
    return own.count < 5 ? nil : SecretPattern(bytes: Array(own), hasTornEdges: true)
  }

  private static let base64: [UInt8] = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let base64URL: [UInt8] = Array(base64.dropLast(2)) + Array("-_".utf8)
  private static let lowerHex: [UInt8] = Array("0123456789abcdef".utf8)
  private static let upperHex: [UInt8] = Array("0123456789ABCDEF".utf8)
}
