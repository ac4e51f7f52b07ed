extension Parser {
  /// - Parameter isConstant: whether variables are refused, as in defaults and in type systems.
  mutating func value(isConstant: Bool) throws(GraphQLError) -> AST.Value {
    let start = token
    switch start.kind {
    case .leftBracket:
      return AST.Value(.list(try list(isConstant: isConstant)), location: start.location)
    case .leftBrace:
      return AST.Value(.object(try object(isConstant: isConstant)), location: start.location)
    case .int:
      try advance()
      return AST.Value(.int(start.text), location: start.location)
    case .float:
      try advance()
      return AST.Value(.float(start.text), location: start.location)
    case .string, .blockString:
      try advance()
      return AST.Value(.string(start.text), location: start.location)
    case .name:
      try advance()
      let kind: AST.Value.Kind =
        switch start.text {
        case "true": .boolean(true)
        case "false": .boolean(false)
        case "null": .null
        default: .enumeration(start.text)
        }
      return AST.Value(kind, location: start.location)
    case .dollar:
      try advance()
      if isConstant {
        guard token.kind == .name else {
          throw GraphQLError(
            "Syntax Error: Unexpected \(start.label).", at: [start.location], code: .syntax)
        }
        throw GraphQLError(
          "Syntax Error: Unexpected variable \"$\(token.text)\" in constant value.", at: [start.location],
          code: .syntax)
      }
      return AST.Value(.variable(try name().value), location: start.location)
    default:
      throw unexpected()
    }
  }

  private mutating func list(isConstant: Bool) throws(GraphQLError) -> [AST.Value] {
    try nested { parser throws(GraphQLError) in
      try parser.expect(.leftBracket)
      var elements: [AST.Value] = []
      while try !parser.skip(.rightBracket) { elements.append(try parser.value(isConstant: isConstant)) }
      return elements
    }
  }

  private mutating func object(isConstant: Bool) throws(GraphQLError) -> [AST.ObjectField] {
    try nested { parser throws(GraphQLError) in
      try parser.expect(.leftBrace)
      var fields: [AST.ObjectField] = []
      while try !parser.skip(.rightBrace) {
        let name = try parser.name()
        try parser.expect(.colon)
        fields.append(
          AST.ObjectField(
            name: name, value: try parser.value(isConstant: isConstant), location: name.location))
      }
      return fields
    }
  }

  mutating func typeReference() throws(GraphQLError) -> AST.TypeReference {
    let inner: AST.TypeReference
    if token.kind == .leftBracket {
      inner = .list(
        try nested { parser throws(GraphQLError) in
          try parser.advance()
          let element = try parser.typeReference()
          try parser.expect(.rightBracket)
          return element
        })
    } else {
      inner = .named(try name())
    }
    return try skip(.bang) ? .nonNull(inner) : inner
  }
}
