import GraphQL
import JSON

/// The schema most tests are about.
enum Library {
  static func schema() throws -> Schema {
    try Schema(
      sdl: try Fixture.text("library"),
      scalars: [
        "Day": .string { text in
          guard text.utf8.count == 10 else { throw CoercionError("a Day has ten characters") }
          return text
        }
      ])
  }

  /// What a document is refused for.
  static func messages(_ text: String, suggestsNames: Bool = false) throws -> [String] {
    Validator(schema: try schema())
      .validate(try AST.Document(parsing: text), suggestsNames: suggestsNames).map(\.message)
  }
}
