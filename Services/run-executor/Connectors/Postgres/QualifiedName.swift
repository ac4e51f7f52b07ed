/// The canonical key of a relation: `schema.table`.
///
/// A part that contains a dot or a quote, or is empty, stands in double quotes with its quotes doubled; every
/// other part stands as it is, whatever its case. So two relations never share a key.
struct QualifiedName: Sendable, Hashable, CustomStringConvertible {
  let schema: String
  let name: String

  var description: String { "\(Self.part(schema)).\(Self.part(name))" }

  private static func part(_ name: String) -> String {
    let isPlain = !name.isEmpty && !name.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "\"") }
    if isPlain { return name }
    var quoted = "\""
    for character in name.unicodeScalars {
      if character == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(character)
    }
    return quoted + "\""
  }
}
