import JSON

/// How the values of a scalar type are read and written.
///
/// An error that is no ``CoercionError`` is shown as "invalid value".
public struct ScalarCoercion: Sendable {
  /// Reads a value of the variables.
  public let parseValue: @Sendable (JSONValue) throws -> JSONValue
  /// Reads a value written in the document, with the values of the variables inside it.
  public let parseLiteral: @Sendable (AST.Value, [String: JSONValue]) throws -> JSONValue
  /// Checks and converts what a resolver gave. An error here is an internal one.
  public let serialize: @Sendable (JSONValue) throws -> JSONValue
  /// Which values pass ``serialize`` unchanged for certain.
  let format: LeafFormat.Kind

  /// - Parameters:
  ///   - parseLiteral: nil to read literals as the JSON value they look like.
  ///   - serialize: nil to pass everything on unchanged.
  public init(
    parseValue: @escaping @Sendable (JSONValue) throws -> JSONValue,
    parseLiteral: (@Sendable (AST.Value, [String: JSONValue]) throws -> JSONValue)? = nil,
    serialize: (@Sendable (JSONValue) throws -> JSONValue)? = nil
  ) {
    self.init(
      parseValue: parseValue, parseLiteral: parseLiteral, serialize: serialize ?? { $0 },
      format: serialize == nil ? .any : .other)
  }

  init(
    parseValue: @escaping @Sendable (JSONValue) throws -> JSONValue,
    parseLiteral: (@Sendable (AST.Value, [String: JSONValue]) throws -> JSONValue)?,
    serialize: @escaping @Sendable (JSONValue) throws -> JSONValue, format: LeafFormat.Kind
  ) {
    self.parseValue = parseValue
    self.serialize = serialize
    self.format = format
    self.parseLiteral =
      parseLiteral ?? { literal, variables in
        try parseValue(try JSONValue(literal: literal, variables: variables))
      }
  }

  /// Any JSON value, unchanged.
  public static let any = ScalarCoercion(parseValue: { $0 })

  /// A scalar written as a string.
  /// - Parameter parse: checks an input and gives its canonical form, or throws a ``CoercionError``.
  public static func string(_ parse: @escaping @Sendable (String) throws -> String) -> ScalarCoercion {
    ScalarCoercion(
      parseValue: { value in
        guard case .string(let text) = value else { throw CoercionError.expected("a String", found: value) }
        return .string(try parse(text))
      },
      parseLiteral: { literal, _ in
        guard case .string(let text) = literal.kind else {
          throw CoercionError.expected("a String", found: literal)
        }
        return .string(try parse(text))
      },
      serialize: { value in
        guard case .string = value else { throw CoercionError.expected("a String", found: value) }
        return value
      }, format: .string)
  }
}

extension CoercionError {
  static func expected(_ expectation: String, found value: JSONValue) -> CoercionError {
    CoercionError("expected \(expectation), found \(value.kindName)")
  }

  static func expected(_ expectation: String, found literal: AST.Value) -> CoercionError {
    CoercionError("expected \(expectation), found \(literal.kindName)")
  }
}

extension JSONValue {
  /// The kind of the value in words; never the value.
  var kindName: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .int: "an integer"
    case .double: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

extension AST.Value {
  /// The kind of the value in words; never the value.
  var kindName: String {
    switch kind {
    case .null: "null"
    case .variable: "a variable"
    case .int: "an integer"
    case .float: "a number"
    case .string: "a string"
    case .boolean: "a boolean"
    case .enumeration: "an enum value"
    case .list: "a list"
    case .object: "an object"
    }
  }
}
