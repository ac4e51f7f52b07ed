import GraphQL
import JSON

/// One error of validation: the rule that was broken, and where.
struct RuleError: Hashable, Comparable, CustomStringConvertible {
  let rule: String
  let places: [SourceLocation]

  init(rule: String, places: [SourceLocation]) {
    self.rule = rule
    // In which order an error names its places is nobody's rule.
    self.places = places.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  /// - Parameter json: `[rule, [[line, column], …]]`
  init?(json: JSONValue) {
    guard let parts = json.arrayValue, parts.count == 2, let rule = parts[0].stringValue,
      let places = parts[1].arrayValue
    else { return nil }
    self.init(rule: rule, places: places.compactMap(SourceLocation.init(json:)))
  }

  var description: String {
    "\(rule) at \(places.map { "\($0.line):\($0.column)" }.joined(separator: ", "))"
  }

  /// What each side has beyond the other, repetitions counted.
  static func differences(_ first: [RuleError], _ second: [RuleError]) -> ([RuleError], [RuleError]) {
    var (onlyFirst, onlySecond) = ([RuleError](), second)
    for error in first {
      if let index = onlySecond.firstIndex(of: error) {
        onlySecond.remove(at: index)
      } else {
        onlyFirst.append(error)
      }
    }
    return (onlyFirst, onlySecond)
  }

  static func < (first: RuleError, second: RuleError) -> Bool { first.description < second.description }
}

extension SourceLocation {
  /// - Parameter json: `[line, column]`
  init?(json: JSONValue) {
    guard let parts = json.arrayValue, parts.count == 2, let line = parts[0].intValue,
      let column = parts[1].intValue
    else { return nil }
    self.init(line: Int(line), column: Int(column))
  }
}
