import GraphQL
import JSON

/// A document of the corpus and what the reference implementation says of it.
struct CorpusEntry {
  let number: Int64
  let schema: String
  /// How the document was made.
  let kind: String
  let document: String
  let reference: Verdict

  init?(line: String) throws {
    let json = try JSONValue(parsing: line)
    guard let number = json["number"]?.intValue, let schema = json["schema"]?.stringValue,
      let kind = json["kind"]?.stringValue, let document = json["document"]?.stringValue,
      let reference = Verdict(line: json)
    else { return nil }
    self.number = number
    self.schema = schema
    self.kind = kind
    self.document = document
    self.reference = reference
  }

  /// The character at a place of the document; nil where there is none.
  func character(at place: SourceLocation) -> Unicode.Scalar? {
    let text = document.hasPrefix("\u{FEFF}") ? Substring(document.dropFirst()) : Substring(document)
    let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
      .unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(place.line - 1) else { return nil }
    return lines[place.line - 1].dropFirst(place.column - 1).first
  }

  /// Where two verdicts part, for a person.
  func comparison(with ours: Verdict) -> String {
    var lines = ["Document \(number) (\(schema), \(kind)):"]
    switch (reference, ours) {
    case (.document(let theirs), .document(let mine)):
      let (onlyTheirs, onlyOurs) = RuleError.differences(theirs, mine)
      lines += onlyTheirs.map { "  only the reference: \($0)" } + onlyOurs.map { "  only ours: \($0)" }
    default: lines.append("  reference: \(reference)\n  ours: \(ours)")
    }
    return (lines + [document.debugDescription]).joined(separator: "\n")
  }
}
