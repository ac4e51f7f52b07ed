import GraphQL
import JSON

/// What an implementation says of a document.
enum Verdict: Equatable {
  /// It is no document; the place where that shows.
  case syntaxError([SourceLocation])
  /// It is one; what the rules of validation find.
  case document([RuleError])

  /// Ours.
  init(of text: String, against schema: Schema) {
    let document: AST.Document
    do {
      document = try AST.Document(parsing: text, limits: .trusted)
    } catch {
      self = .syntaxError(error.locations)
      return
    }
    // Rule by rule, to know which one speaks.
    let errors = specifiedRules.flatMap { rule in
      Validator(schema: schema, rules: [rule]).validate(document).map {
        RuleError(rule: "\(rule)", places: $0.locations)
      }
    }
    self = .document(errors.sorted())
  }

  /// The reference's, from a line of `corpus.py`; nil where the line is not of that form.
  init?(line: JSONValue) {
    if let places = line["syntax"]?.arrayValue {
      self = .syntaxError(places.compactMap(SourceLocation.init(json:)))
    } else if let errors = line["errors"]?.arrayValue {
      self = .document(errors.compactMap(RuleError.init(json:)).sorted())
    } else {
      return nil
    }
  }
}
