import OrderedCollections

extension DocumentWalk {
  func walk(
    _ arguments: [AST.Argument], _ definitions: OrderedDictionary<String, InputValueDefinition>?
  ) {
    for argument in arguments {
      let definition = definitions?[argument.name.value]
      for rule in rules { rule.enter(.argument(argument), context) }
      walk(argument.value, expecting: definition?.type, hasDefault: definition?.defaultLiteral != nil)
      for rule in rules { rule.leave(.argument(argument), context) }
    }
  }

  /// Walks a value with the type that its place asks for.
  /// - Parameter oneOf: the `@oneOf` input object whose field the value is.
  func walk(
    _ value: AST.Value, expecting type: AST.TypeReference?, hasDefault: Bool, oneOf: String? = nil
  ) {
    let outer = (context.inputType, context.inputHasDefault)
    context.inputType = type
    context.inputHasDefault = hasDefault
    for rule in rules { rule.enter(.value(value), context) }
    switch value.kind {
    case .variable(let name):
      context.references.add(
        VariableUse(
          name: name, location: value.location, type: type, hasDefault: hasDefault, oneOf: oneOf))
    case .list(let elements):
      let element = type?.listElement
      for value in elements { walk(value, expecting: element, hasDefault: false) }
    case .object(let fields): walk(fields, of: inputObject(type))
    default: break
    }
    context.inputType = type
    context.inputHasDefault = hasDefault
    for rule in rules { rule.leave(.value(value), context) }
    (context.inputType, context.inputHasDefault) = outer
  }

  private func walk(_ fields: [AST.ObjectField], of type: InputObjectType?) {
    for field in fields {
      let definition = type?.fields[field.name.value]
      for rule in rules { rule.enter(.objectField(field), context) }
      walk(
        field.value, expecting: definition?.type, hasDefault: definition?.defaultLiteral != nil,
        oneOf: type.flatMap { $0.isOneOf && definition != nil ? $0.name : nil })
      for rule in rules { rule.leave(.objectField(field), context) }
    }
  }

  /// The input object type of a place, also where it asks for a list of them: one value stands for a list.
  private func inputObject(_ type: AST.TypeReference?) -> InputObjectType? {
    guard let type, case .inputObject(let object)? = context.schema.namedType(of: type) else { return nil }
    return object
  }
}
