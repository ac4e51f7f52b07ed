extension Parser {
  mutating func description() throws(GraphQLError) -> String? {
    guard token.kind == .string || token.kind == .blockString else { return nil }
    return try advance().text
  }

  /// The definition that begins at the current keyword; nil when it is none of a type system.
  mutating func typeSystemDefinition(
    description: String?, at location: NodeLocation
  ) throws(GraphQLError) -> AST.Definition? {
    if atKeyword("schema") {
      try advance()
      var definition = AST.SchemaDefinition(
        description: description, directives: try directives(isConstant: true), operationTypes: [],
        location: location)
      definition.operationTypes = try operationTypes()
      return .schema(definition)
    }
    if atKeyword("directive") { return .directive(try directiveDefinition(description, at: location)) }
    guard let kind = AST.TypeKind(rawValue: token.text) else { return nil }
    return .type(try typeDefinition(kind, description: description, at: location))
  }

  mutating func typeSystemExtension() throws(GraphQLError) -> AST.Definition {
    let location = token.location
    try expectKeyword("extend")
    if try skipKeyword("schema") {
      let directives = try directives(isConstant: true)
      let operationTypes = token.kind == .leftBrace ? try operationTypes() : []
      guard !directives.isEmpty || !operationTypes.isEmpty else { throw unexpected() }
      return .schemaExtension(
        AST.SchemaDefinition(
          description: nil, directives: directives, operationTypes: operationTypes, location: location))
    }
    guard token.kind == .name, let kind = AST.TypeKind(rawValue: token.text) else { throw unexpected() }
    let definition = try typeDefinition(kind, description: nil, at: location)
    let isEmpty =
      definition.interfaces.isEmpty && definition.directives.isEmpty && definition.fields.isEmpty
      && definition.members.isEmpty && definition.values.isEmpty && definition.inputFields.isEmpty
    guard !isEmpty else { throw unexpected() }
    return .typeExtension(definition)
  }

  private mutating func operationTypes() throws(GraphQLError) -> [AST.OperationTypeDefinition] {
    try many(.leftBrace, .rightBrace) { parser throws(GraphQLError) in
      let location = parser.token.location
      let operation = try parser.operationType()
      try parser.expect(.colon)
      return AST.OperationTypeDefinition(operation: operation, type: try parser.name(), location: location)
    }
  }

  private mutating func typeDefinition(
    _ kind: AST.TypeKind, description: String?, at location: NodeLocation
  ) throws(GraphQLError) -> AST.TypeDefinition {
    try advance()
    var type = AST.TypeDefinition(kind: kind, description: description, name: try name(), location: location)
    if kind == .object || kind == .interface, try skipKeyword("implements") {
      type.interfaces = try delimited(by: .ampersand)
    }
    type.directives = try directives(isConstant: true)
    switch kind {
    case .scalar: break
    case .object, .interface:
      type.fields = try optionalMany(.leftBrace, .rightBrace) { parser throws(GraphQLError) in
        try parser.fieldDefinition()
      }
    case .union: if try skip(.equals) { type.members = try delimited(by: .pipe) }
    case .enumeration:
      type.values = try optionalMany(.leftBrace, .rightBrace) { parser throws(GraphQLError) in
        try parser.enumValue()
      }
    case .inputObject:
      type.inputFields = try optionalMany(.leftBrace, .rightBrace) { parser throws(GraphQLError) in
        try parser.inputValue()
      }
    }
    return type
  }

  private mutating func fieldDefinition() throws(GraphQLError) -> AST.FieldDefinition {
    let location = token.location
    let description = try description()
    let name = try name()
    let arguments = try argumentDefinitions()
    try expect(.colon)
    return AST.FieldDefinition(
      description: description, name: name, arguments: arguments, type: try typeReference(),
      directives: try directives(isConstant: true), location: location)
  }

  private mutating func argumentDefinitions() throws(GraphQLError) -> [AST.InputValueDefinition] {
    try optionalMany(.leftParenthesis, .rightParenthesis) { parser throws(GraphQLError) in
      try parser.inputValue()
    }
  }

  private mutating func inputValue() throws(GraphQLError) -> AST.InputValueDefinition {
    let location = token.location
    let description = try description()
    let name = try name()
    try expect(.colon)
    return AST.InputValueDefinition(
      description: description, name: name, type: try typeReference(),
      defaultValue: try skip(.equals) ? try value(isConstant: true) : nil,
      directives: try directives(isConstant: true), location: location)
  }

  private mutating func enumValue() throws(GraphQLError) -> AST.EnumValueDefinition {
    let location = token.location
    let description = try description()
    guard !atKeyword("true"), !atKeyword("false"), !atKeyword("null") else {
      throw GraphQLError(
        "Syntax Error: Name \"\(token.text)\" is reserved and cannot be used for an enum value.",
        at: [token.location], code: .syntax)
    }
    return AST.EnumValueDefinition(
      description: description, name: try name(), directives: try directives(isConstant: true),
      location: location)
  }

  private mutating func directiveDefinition(
    _ description: String?, at location: NodeLocation
  ) throws(GraphQLError) -> AST.DirectiveDefinition {
    try expectKeyword("directive")
    try expect(.at)
    let name = try name()
    let arguments = try argumentDefinitions()
    let isRepeatable = try skipKeyword("repeatable")
    try expectKeyword("on")
    _ = try skip(.pipe)
    var locations: [DirectiveLocation] = []
    repeat { locations.append(try directiveLocation()) } while try skip(.pipe)
    return AST.DirectiveDefinition(
      description: description, name: name, arguments: arguments, isRepeatable: isRepeatable,
      locations: locations, location: location)
  }

  private mutating func directiveLocation() throws(GraphQLError) -> DirectiveLocation {
    let name = try name()
    guard let place = DirectiveLocation(rawValue: name.value) else {
      throw GraphQLError(
        "Syntax Error: Unexpected Name \"\(name.value)\".", at: [name.location], code: .syntax)
    }
    return place
  }

  /// One or more names with a separator between them, and perhaps one in front.
  private mutating func delimited(by separator: TokenKind) throws(GraphQLError) -> [AST.Name] {
    _ = try skip(separator)
    var names: [AST.Name] = []
    repeat { names.append(try name()) } while try skip(separator)
    return names
  }
}
