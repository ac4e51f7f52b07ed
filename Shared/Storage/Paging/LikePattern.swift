/// Patterns of SQL's `LIKE`.
enum LikePattern {
  /// Matches texts that contain `part` literally.
  static func containing(_ part: String) -> String {
    var escaped = ""
    for character in part {
      if character == "%" || character == "_" || character == "\\" { escaped.append("\\") }
      escaped.append(character)
    }
    return "%\(escaped)%"
  }
}
