/// String constants as SQL text, for the few statements that take no parameters.
enum LiteralText {
  static func quoted(_ value: String) -> String {
    var text = value.contains("\\") ? "E'" : "'"
    for character in value.unicodeScalars {
      if character == "'" || character == "\\" { text.unicodeScalars.append(character) }
      text.unicodeScalars.append(character)
    }
    return text + "'"
  }
}
