import OrderedCollections

/// The rules a type system has to follow (GraphQL specification, 3).
enum SchemaValidation {
  static func check(_ builder: inout SchemaBuilder) {
    checkRoots(&builder)
    for directive in builder.directiveDefinitions.values {
      checkName(directive.name, &builder)
      checkInputs(directive.arguments, of: "@\(directive.name.value)", place: .argumentDefinition, &builder)
    }
    for type in builder.definitions.values {
      if type.location.sourceLocation != nil, !isBuiltIn(type) { checkName(type.name, &builder) }
      checkType(type, &builder)
    }
    InputCycles.check(&builder)
  }

  /// The introspection types are the only ones whose names may begin with two underscores.
  private static func isBuiltIn(_ type: AST.TypeDefinition) -> Bool {
    IntrospectionNames.all.contains(type.name.value)
  }

  private static func checkName(_ name: AST.Name, _ builder: inout SchemaBuilder) {
    if name.value.hasPrefix("__") {
      builder.report(
        "Name \"\(name.value)\" must not begin with \"__\", which is reserved by introspection.",
        at: name.location)
    }
  }

  private static func checkRoots(_ builder: inout SchemaBuilder) {
    if let schema = builder.schemaDefinition {
      unique(
        schema.operationTypes.map { AST.Name($0.operation.rawValue, location: $0.location) }, "root type",
        &builder)
      DirectiveUse.check(schema.directives, at: .schema, &builder)
    }
    let roots = builder.rootNames()
    if roots[.query] == nil { builder.report("Query root type must be provided.") }
    var seen: Set<String> = []
    for operation in OperationType.allCases {
      guard let name = roots[operation] else { continue }
      if let type = builder.definitions[name.value], type.kind != .object {
        builder.report(
          "The \(operation.rawValue) root type must be an object type, not \(name.value).", at: name.location)
      } else if builder.definitions[name.value] == nil {
        builder.report("Unknown type \"\(name.value)\".", at: name.location)
      }
      if !seen.insert(name.value).inserted {
        builder.report("All root types must be different: \"\(name.value)\".", at: name.location)
      }
    }
  }

  private static func checkType(_ type: AST.TypeDefinition, _ builder: inout SchemaBuilder) {
    let name = type.name.value
    switch type.kind {
    case .scalar: DirectiveUse.check(type.directives, at: .scalar, &builder)
    case .object, .interface:
      DirectiveUse.check(type.directives, at: type.kind == .object ? .object : .interface, &builder)
      notEmpty(type.fields, "fields", of: type, &builder)
      unique(type.fields.map(\.name), "field of \(name)", &builder)
      for field in type.fields { checkField(field, of: type, &builder) }
      InterfaceConformance.check(type, &builder)
    case .union:
      DirectiveUse.check(type.directives, at: .union, &builder)
      notEmpty(type.members, "member types", of: type, &builder)
      unique(type.members, "member of \(name)", &builder)
      for member in type.members where builder.definitions[member.value]?.kind != .object {
        builder.report(
          "Union \(name) can hold object types only, not \"\(member.value)\".", at: member.location)
      }
    case .enumeration:
      DirectiveUse.check(type.directives, at: .enumeration, &builder)
      notEmpty(type.values, "values", of: type, &builder)
      unique(type.values.map(\.name), "value of \(name)", &builder)
      for value in type.values { DirectiveUse.check(value.directives, at: .enumValue, &builder) }
    case .inputObject:
      DirectiveUse.check(type.directives, at: .inputObject, &builder)
      notEmpty(type.inputFields, "fields", of: type, &builder)
      checkInputs(type.inputFields, of: name, place: .inputFieldDefinition, &builder)
      if type.isOneOf { checkOneOf(type, &builder) }
    }
  }

  private static func checkField(
    _ field: AST.FieldDefinition, of type: AST.TypeDefinition, _ builder: inout SchemaBuilder
  ) {
    checkName(field.name, &builder)
    DirectiveUse.check(field.directives, at: .fieldDefinition, &builder)
    let coordinate = "\(type.name.value).\(field.name.value)"
    let typeName = field.type.namedType
    if let target = builder.definitions[typeName.value] {
      if target.kind == .inputObject {
        builder.report(
          "The type of \(coordinate) must be an output type, not \(field.type).", at: typeName.location)
      }
    } else {
      builder.report("Unknown type \"\(typeName.value)\".", at: typeName.location)
    }
    checkInputs(field.arguments, of: coordinate, place: .argumentDefinition, &builder)
  }

  private static func checkInputs(
    _ inputs: [AST.InputValueDefinition], of owner: String, place: DirectiveLocation,
    _ builder: inout SchemaBuilder
  ) {
    unique(inputs.map(\.name), "input of \(owner)", &builder)
    for input in inputs {
      checkName(input.name, &builder)
      DirectiveUse.check(input.directives, at: place, &builder)
      let typeName = input.type.namedType
      switch builder.definitions[typeName.value]?.kind {
      case nil: builder.report("Unknown type \"\(typeName.value)\".", at: typeName.location)
      case .object, .interface, .union:
        builder.report(
          "The type of \(owner).\(input.name.value) must be an input type, not \(input.type).",
          at: typeName.location)
      case .scalar, .enumeration, .inputObject: break
      }
      if input.type.isNonNull, input.defaultValue == nil, input.directives.deprecationReason != nil {
        builder.report(
          "The required input \(owner).\(input.name.value) cannot be deprecated.", at: input.location)
      }
    }
  }

  private static func checkOneOf(_ type: AST.TypeDefinition, _ builder: inout SchemaBuilder) {
    for field in type.inputFields where field.type.isNonNull || field.defaultValue != nil {
      builder.report(
        "Field \"\(type.name.value).\(field.name.value)\" of a @oneOf input object must be nullable and without default.",
        at: field.location)
    }
  }

  private static func notEmpty<Item>(
    _ items: [Item], _ what: String, of type: AST.TypeDefinition, _ builder: inout SchemaBuilder
  ) {
    if items.isEmpty {
      builder.report("Type \(type.name.value) must define \(what).", at: type.name.location)
    }
  }

  private static func unique(_ names: [AST.Name], _ what: String, _ builder: inout SchemaBuilder) {
    var seen: [String: NodeLocation] = [:]
    for name in names {
      if let first = seen[name.value] {
        builder.report("There can be only one \(what) named \"\(name.value)\".", at: first, name.location)
      } else {
        seen[name.value] = name.location
      }
    }
  }
}
