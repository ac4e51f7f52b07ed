/// Recognises words that are, or announce, a credential.
enum TokenShape {
  /// Prefixes by which issuers mark their tokens.
  private static let prefixes = [
    "sk-", "pk-", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "ATATT", "AKIA", "AIza",
    "hf_", "nsk1.", "nk_",
  ].map { Array($0.utf8) }
  private static let signedTokenPrefix = Array("eyJ".utf8)
  private static let schemes: Set<String> = ["bearer", "basic"]
  /// Words that follow "basic" or "bearer" in sentences.
  private static let prose: Set<String> = [
    "token", "tokens", "auth", "authentication", "authorization", "credentials", "scheme", "error", "realm",
    "is", "or", "and", "was", "not", "required", "missing", "invalid", "expected",
  ]
  private static let literals: Set<String> = ["null", "true", "false", "nil", "none"]

  /// Whether the word is a token by itself.
  static func matches(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.count >= 20 else { return false }
    if word.starts(with: signedTokenPrefix), word.contains(UInt8(ascii: ".")) { return true }
    return prefixes.contains { word.starts(with: $0) }
  }

  /// Whether the word names an authentication scheme, so that credentials may follow.
  static func isScheme(_ word: ArraySlice<UInt8>) -> Bool { schemes.contains(lowercased(word)) }

  static func isProse(_ word: ArraySlice<UInt8>) -> Bool { isOneOf(prose, word) }

  /// Whether the word stands for the absence of a value.
  static func isLiteral(_ word: ArraySlice<UInt8>) -> Bool { isOneOf(literals, word) }

  /// Whether the word is in the list, punctuation after it left aside.
  private static func isOneOf(_ words: Set<String>, _ word: ArraySlice<UInt8>) -> Bool {
    let letters = word.prefix { ASCII.isLetter($0) }
    return words.contains(lowercased(letters))
      && !word[letters.endIndex...].contains { ASCII.isAlphanumeric($0) || $0 >= 0x80 }
  }

  private static func lowercased(_ word: ArraySlice<UInt8>) -> String {
    String(decoding: word.map { ASCII.lowercased($0) }, as: UTF8.self)
  }
}
