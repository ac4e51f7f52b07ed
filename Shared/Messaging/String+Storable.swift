extension String {
  /// Whether a row can hold the text as it is: no NUL characters, and not too long.
  /// - Parameter limit: in bytes.
  func isStorable(_ limit: Int) -> Bool { utf8.count <= limit && !utf8.contains(0) }

  /// What a row can hold of a text from anywhere: NUL characters are replaced, and what is too long is cut with a mark,
  /// which comes on top.
  /// - Parameter limit: in bytes. A character may have any number of them, so that counting characters would bound
  ///   nothing.
  public func storable(_ limit: Int) -> String {
    guard !isStorable(limit) else { return self }
    var result = String.UnicodeScalarView()
    var size = 0
    for scalar in unicodeScalars {
      let stored = scalar == "\0" ? "\u{FFFD}" : scalar
      size += UTF8.width(stored)
      guard size <= limit else { return String(result) + "…" }
      result.append(stored)
    }
    return String(result)
  }
}
