import JSON
import OrderedCollections

/// Brings input values to their types (GraphQL specification, 3 "Input Coercion", 5.6).
struct InputCoercion: Sendable {
  /// Defaults that rest on each other without end are found at this depth.
  static let deepest = DocumentLimits.deepestNesting * 2
  /// No more problems than these are told of one value.
  static let maximumProblems = 20

  let schema: Schema

  /// Reads a literal. Variables inside it are taken to have the right type, which validation has checked.
  func coerce(
    literal: AST.Value, to type: AST.TypeReference, variables: [String: JSONValue] = [:], depth: Int = 0
  ) throws(CoercionError) -> JSONValue {
    guard depth < Self.deepest else {
      throw CoercionError("the default values refer to each other without end")
    }
    if case .variable(let name) = literal.kind {
      let value = variables[name] ?? .null
      if value.isNull, type.isNonNull { throw CoercionError("expected a value of type \(type), found null") }
      return value
    }
    switch type {
    case .nonNull(let inner):
      if case .null = literal.kind { throw CoercionError("expected a value of type \(type), found null") }
      return try coerce(literal: literal, to: inner, variables: variables, depth: depth + 1)
    case .list(let element):
      if case .null = literal.kind { return .null }
      guard case .list(let items) = literal.kind else {
        return .array([try coerce(literal: literal, to: element, variables: variables, depth: depth + 1)])
      }
      var array: [JSONValue] = []
      array.reserveCapacity(items.count)
      for item in items {
        array.append(try coerce(literal: item, to: element, variables: variables, depth: depth + 1))
      }
      return .array(array)
    case .named(let name):
      if case .null = literal.kind { return .null }
      return try coerce(literal: literal, to: name.value, variables: variables, depth: depth)
    }
  }

  private func coerce(
    literal: AST.Value, to name: String, variables: [String: JSONValue], depth: Int
  ) throws(CoercionError) -> JSONValue {
    switch schema.types[name] {
    case .scalar(let scalar):
      do { return try scalar.coercion.parseLiteral(literal, variables) } catch { throw Self.shown(error) }
    case .enumeration(let type):
      guard case .enumeration(let value) = literal.kind else {
        throw CoercionError.expected("a value of enum \(name)", found: literal)
      }
      guard type.values[value] != nil else { throw CoercionError("\"\(value)\" is no value of enum \(name)") }
      return .string(value)
    case .inputObject(let type):
      guard case .object(let fields) = literal.kind else {
        throw CoercionError.expected("an object of type \(name)", found: literal)
      }
      return try coerce(fields: fields, to: type, variables: variables, depth: depth)
    default: throw CoercionError("\(name) is no input type")
    }
  }

  private func coerce(
    fields: [AST.ObjectField], to type: InputObjectType, variables: [String: JSONValue], depth: Int
  ) throws(CoercionError) -> JSONValue {
    var object = JSONObject(minimumCapacity: type.fields.count)
    if let unknown = fields.first(where: { type.fields[$0.name.value] == nil }) {
      throw CoercionError("field \"\(unknown.name.value)\" is not defined by type \(type.name)")
    }
    for field in type.fields.values {
      var literal = fields.first { $0.name.value == field.name }?.value
      if case .variable(let name)? = literal?.kind, variables[name] == nil { literal = nil }
      if let literal {
        object[field.name] = try coerce(
          literal: literal, to: field.type, variables: variables, depth: depth + 1)
      } else if let value = field.defaultValue {
        object[field.name] = value
      } else if let literal = field.defaultLiteral {
        object[field.name] = try coerce(literal: literal, to: field.type, depth: depth + 1)
      } else if field.type.isNonNull {
        throw CoercionError("field \"\(field.name)\" of required type \(field.type) was not provided")
      }
    }
    if type.isOneOf, !Self.isExactlyOne(object, of: fields.count) { throw Self.notOne(type) }
    return .object(object)
  }

  /// Whether an input object with so many members given holds one, and not as null.
  static func isExactlyOne(_ object: JSONObject, of given: Int) -> Bool {
    given == 1 && object.count == 1 && object.values.first?.isNull == false
  }

  static func notOne(_ type: InputObjectType) -> CoercionError {
    CoercionError("exactly one field of \(type.name) has to be given, and not as null")
  }

  static func shown(_ error: any Error) -> CoercionError {
    error as? CoercionError ?? CoercionError("invalid value")
  }
}
