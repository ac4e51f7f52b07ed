/// Tells by its name whether a field holds a secret.
enum SensitiveKey {
  private static let fragments = [
    "password", "passwd", "passphrase", "secret", "token", "credential", "authorization", "cookie",
    "apikey", "accesskey", "privatekey", "signingkey", "encryptionkey", "adminkey", "sessionid", "jwt",
  ]
  private static let lastWords: Set<String> = ["pass", "pwd", "auth", "sig", "signature", "otp"]
  /// Names that speak about a secret without holding one.
  private static let harmlessEndings = [
    "tokens", "count", "file", "path", "type", "policy", "length", "expires", "expiresin", "ttl",
  ]

  static func isSensitive(_ key: String) -> Bool { isSensitive(Array(key.utf8)[...]) }

  static func isSensitive(_ key: ArraySlice<UInt8>) -> Bool {
    let name = normalised(key)
    if name.contains("fencing") { return false }
    if harmlessEndings.contains(where: name.hasSuffix) { return false }
    return fragments.contains(where: name.contains) || lastWords.contains(lastWord(of: key))
  }

  /// Whether the value runs to the end of its line, spaces included, as that of an HTTP header.
  static func isHeader(_ key: ArraySlice<UInt8>) -> Bool {
    let name = normalised(key)
    return name.hasSuffix("authorization") || name.hasSuffix("cookie")
  }

  private static func normalised(_ key: ArraySlice<UInt8>) -> String {
    String(decoding: key.lazy.filter { !isSeparator($0) }.map { ASCII.lowercased($0) }, as: UTF8.self)
  }

  private static func lastWord(of key: ArraySlice<UInt8>) -> String {
    let word = key.suffix(from: (key.lastIndex(where: isSeparator) ?? key.startIndex - 1) + 1)
    return String(decoding: word.map { ASCII.lowercased($0) }, as: UTF8.self)
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
  }
}
