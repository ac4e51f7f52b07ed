import Contracts

/// Lists of values from an enumeration, each once, in the order in which the enumeration has them.
enum ChoicesRule {
  static func check<Value: RawRepresentable<String> & CaseIterable & Equatable>(
    _ names: [String], _ field: String, as _: Value.Type = Value.self
  ) throws(Refusal) -> [Value] {
    let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
    guard !names.isEmpty else { throw .invalid(field, "must name at least one of \(known)") }
    var chosen: [Value] = []
    for name in names {
      guard let value = Value(rawValue: name) else {
        throw .invalid(field, "holds an unknown value; known are \(known)")
      }
      chosen.append(value)
    }
    return Value.allCases.filter { chosen.contains($0) }
  }
}
