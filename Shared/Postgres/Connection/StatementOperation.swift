/// What a statement does, in one word from a fixed set: its text may hold what belongs to a source.
enum StatementOperation {
  static let other = "STATEMENT"

  private static let known: Set<String> = [
    "ANALYZE", "BEGIN", "COMMIT", "COPY", "CREATE", "DELETE", "DROP", "EXPLAIN", "INSERT", "LISTEN", "LOCK",
    "MERGE", "NOTIFY",
    "RESET", "ROLLBACK", "SAVEPOINT", "SELECT", "SET", "SHOW", "TRUNCATE", "UPDATE", "VACUUM", "VALUES",
    "WITH",
  ]

  static func name(of text: String) -> String {
    let word = text.drop(while: \.isWhitespace).prefix { $0.isLetter && $0.isASCII }.prefix(12).uppercased()
    return known.contains(word) ? word : other
  }
}
