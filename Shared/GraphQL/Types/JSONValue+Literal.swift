import JSON
import OrderedCollections

extension JSONValue {
  /// The JSON value that a literal looks like, without a type. A variable without a value reads null, or is
  /// left out of an object.
  init(literal: AST.Value, variables: [String: JSONValue]) throws(CoercionError) {
    switch literal.kind {
    case .null: self = .null
    case .boolean(let flag): self = .bool(flag)
    case .string(let text), .enumeration(let text): self = .string(text)
    case .int(let digits), .float(let digits):
      if let integer = Int64(digits) {
        self = .int(integer)
      } else if let number = Double(digits), number.isFinite {
        self = .double(number)
      } else {
        throw CoercionError("the number is too large")
      }
    case .variable(let name): self = variables[name] ?? .null
    case .list(let elements):
      var array: [JSONValue] = []
      array.reserveCapacity(elements.count)
      for element in elements { array.append(try JSONValue(literal: element, variables: variables)) }
      self = .array(array)
    case .object(let fields):
      var object = JSONObject()
      for field in fields {
        if case .variable(let name) = field.value.kind, variables[name] == nil { continue }
        object[field.name.value] = try JSONValue(literal: field.value, variables: variables)
      }
      self = .object(object)
    }
  }
}
