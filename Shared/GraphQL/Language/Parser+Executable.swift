extension Parser {
  mutating func operation(
    description: String?, at location: NodeLocation
  ) throws(GraphQLError) -> AST.OperationDefinition {
    if token.kind == .leftBrace {
      return AST.OperationDefinition(
        description: description, operation: .query, name: nil, variables: [], directives: [],
        selectionSet: try selectionSet(), location: location)
    }
    let kind = try operationType()
    return AST.OperationDefinition(
      description: description,
      operation: kind,
      name: token.kind == .name ? try name() : nil,
      variables: try optionalMany(.leftParenthesis, .rightParenthesis) { parser throws(GraphQLError) in
        try parser.variableDefinition()
      },
      directives: try directives(isConstant: false),
      selectionSet: try selectionSet(),
      location: location)
  }

  mutating func operationType() throws(GraphQLError) -> OperationType {
    guard token.kind == .name, let type = OperationType(rawValue: token.text) else { throw unexpected() }
    try advance()
    return type
  }

  private mutating func variableDefinition() throws(GraphQLError) -> AST.VariableDefinition {
    let location = token.location
    let description = try description()
    try expect(.dollar)
    let name = try name()
    try expect(.colon)
    return AST.VariableDefinition(
      description: description,
      name: name,
      type: try typeReference(),
      defaultValue: try skip(.equals) ? try value(isConstant: true) : nil,
      directives: try directives(isConstant: true),
      location: location)
  }

  mutating func selectionSet() throws(GraphQLError) -> AST.SelectionSet {
    let location = token.location
    let selections = try nested { parser throws(GraphQLError) in
      try parser.many(.leftBrace, .rightBrace) { parser throws(GraphQLError) in try parser.selection() }
    }
    return AST.SelectionSet(selections: selections, location: location)
  }

  private mutating func selection() throws(GraphQLError) -> AST.Selection {
    token.kind == .spread ? try fragmentSelection() : .field(try field())
  }

  private mutating func field() throws(GraphQLError) -> AST.Field {
    let first = try name()
    let second = try skip(.colon) ? try name() : nil
    return AST.Field(
      alias: second == nil ? nil : first,
      name: second ?? first,
      arguments: try arguments(isConstant: false),
      directives: try directives(isConstant: false),
      selectionSet: token.kind == .leftBrace ? try selectionSet() : nil,
      location: first.location)
  }

  private mutating func fragmentSelection() throws(GraphQLError) -> AST.Selection {
    let location = try expect(.spread).location
    let hasCondition = try skipKeyword("on")
    if !hasCondition, token.kind == .name {
      return .spread(
        AST.FragmentSpread(
          name: try name(), directives: try directives(isConstant: false), location: location))
    }
    return .inline(
      AST.InlineFragment(
        typeCondition: hasCondition ? try name() : nil,
        directives: try directives(isConstant: false),
        selectionSet: try selectionSet(),
        location: location))
  }

  mutating func fragment(
    description: String?, at location: NodeLocation
  ) throws(GraphQLError) -> AST.FragmentDefinition {
    try expectKeyword("fragment")
    // A fragment called "on" could not be told from a type condition.
    guard !atKeyword("on") else { throw unexpected() }
    let name = try name()
    try expectKeyword("on")
    return AST.FragmentDefinition(
      description: description,
      name: name,
      typeCondition: try self.name(),
      directives: try directives(isConstant: false),
      selectionSet: try selectionSet(),
      location: location)
  }

  private mutating func arguments(isConstant: Bool) throws(GraphQLError) -> [AST.Argument] {
    try optionalMany(.leftParenthesis, .rightParenthesis) { parser throws(GraphQLError) in
      let name = try parser.name()
      try parser.expect(.colon)
      return AST.Argument(
        name: name, value: try parser.value(isConstant: isConstant), location: name.location)
    }
  }

  mutating func directives(isConstant: Bool) throws(GraphQLError) -> [AST.Directive] {
    var directives: [AST.Directive] = []
    while token.kind == .at {
      let location = try advance().location
      directives.append(
        AST.Directive(
          name: try name(), arguments: try arguments(isConstant: isConstant), location: location))
    }
    return directives
  }
}
