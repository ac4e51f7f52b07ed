import JSON

extension ScalarCoercion {
  /// The scalars of the specification (3.5), by name.
  static let builtIn: [String: ScalarCoercion] = [
    "Int": .int, "Float": .float, "String": .text, "Boolean": .boolean, "ID": .id,
  ]

  private static let int = ScalarCoercion(
    parseValue: { value in
      guard let number = value.intValue else {
        throw CoercionError.expected("an Int", found: value)
      }
      return try int32(number)
    },
    parseLiteral: { literal, _ in
      guard case .int(let digits) = literal.kind else {
        throw CoercionError.expected("an Int", found: literal)
      }
      guard let number = Int64(digits) else { throw tooWide }
      return try int32(number)
    },
    serialize: { value in
      guard let number = value.intValue else { throw CoercionError.expected("an Int", found: value) }
      return try int32(number)
    }, format: .int)

  private static let tooWide = CoercionError("an Int has to lie between -2147483648 and 2147483647")

  private static func int32(_ number: Int64) throws(CoercionError) -> JSONValue {
    guard Int32(exactly: number) != nil else { throw tooWide }
    return .int(number)
  }

  private static let float = ScalarCoercion(
    parseValue: { value in
      guard let number = value.doubleValue, number.isFinite else {
        throw CoercionError.expected("a Float", found: value)
      }
      return .double(number)
    },
    parseLiteral: { literal, _ in
      switch literal.kind {
      case .int(let digits), .float(let digits):
        guard let number = Double(digits), number.isFinite else {
          throw CoercionError("the number is too large for a Float")
        }
        return .double(number)
      default: throw CoercionError.expected("a Float", found: literal)
      }
    },
    serialize: { value in
      guard let number = value.doubleValue, number.isFinite else {
        throw CoercionError.expected("a Float", found: value)
      }
      return value
    }, format: .float)

  private static let text = ScalarCoercion(
    parseValue: { value in
      guard case .string = value else { throw CoercionError.expected("a String", found: value) }
      return value
    },
    parseLiteral: { literal, _ in
      guard case .string(let text) = literal.kind else {
        throw CoercionError.expected("a String", found: literal)
      }
      return .string(text)
    },
    serialize: { value in
      switch value {
      case .string: return value
      case .int(let number): return .string(String(number))
      case .double(let number) where number.isFinite: return .string("\(number)")
      case .bool(let flag): return .string(flag ? "true" : "false")
      default: throw CoercionError.expected("a String", found: value)
      }
    }, format: .string)

  private static let boolean = ScalarCoercion(
    parseValue: { value in
      guard case .bool = value else { throw CoercionError.expected("a Boolean", found: value) }
      return value
    },
    parseLiteral: { literal, _ in
      guard case .boolean(let flag) = literal.kind else {
        throw CoercionError.expected("a Boolean", found: literal)
      }
      return .bool(flag)
    },
    serialize: { value in
      guard case .bool = value else { throw CoercionError.expected("a Boolean", found: value) }
      return value
    }, format: .boolean)

  private static let id = ScalarCoercion(
    parseValue: { value in
      if case .string = value { return value }
      guard let number = value.intValue else { throw CoercionError.expected("an ID", found: value) }
      return .string(String(number))
    },
    parseLiteral: { literal, _ in
      switch literal.kind {
      case .string(let text), .int(let text): return .string(text)
      default: throw CoercionError.expected("an ID", found: literal)
      }
    },
    serialize: { value in
      if case .string = value { return value }
      guard let number = value.intValue else { throw CoercionError.expected("an ID", found: value) }
      return .string(String(number))
    }, format: .identifier)
}
