import OrderedCollections

/// The rules for a type that implements interfaces (GraphQL specification, 3.6 and 3.7, type validation).
enum InterfaceConformance {
  static func check(_ type: AST.TypeDefinition, _ builder: inout SchemaBuilder) {
    var seen: Set<String> = []
    for name in type.interfaces {
      guard let interface = builder.definitions[name.value], interface.kind == .interface else {
        builder.report(
          "Type \(type.name.value) can implement interfaces only, not \"\(name.value)\".", at: name.location)
        continue
      }
      if name == type.name {
        builder.report("Type \(type.name.value) cannot implement itself.", at: name.location)
        continue
      }
      if !seen.insert(name.value).inserted {
        builder.report(
          "Type \(type.name.value) can implement \(name.value) only once.", at: name.location)
        continue
      }
      checkInherited(interface, by: type, &builder)
      for field in interface.fields { check(field, of: interface, in: type, &builder) }
    }
  }

  private static func checkInherited(
    _ interface: AST.TypeDefinition, by type: AST.TypeDefinition, _ builder: inout SchemaBuilder
  ) {
    for inherited in interface.interfaces where !type.interfaces.contains(inherited) {
      builder.report(
        inherited == type.name
          ? "Type \(type.name.value) cannot implement \(interface.name.value), which implements it."
          : "Type \(type.name.value) must implement \(inherited.value) because \(interface.name.value) does.",
        at: type.name.location)
    }
  }

  private static func check(
    _ required: AST.FieldDefinition, of interface: AST.TypeDefinition, in type: AST.TypeDefinition,
    _ builder: inout SchemaBuilder
  ) {
    let wanted = "\(interface.name.value).\(required.name.value)"
    let own = "\(type.name.value).\(required.name.value)"
    guard let field = type.fields.first(where: { $0.name == required.name }) else {
      return builder.report(
        "Interface field \(wanted) expected but \(type.name.value) does not provide it.",
        at: type.name.location)
    }
    if !isSubtype(field.type, of: required.type, builder) {
      builder.report(
        "Interface field \(wanted) expects type \(required.type) but \(own) is type \(field.type).",
        at: field.type.namedType.location)
    }
    if field.directives.deprecationReason != nil, required.directives.deprecationReason == nil {
      builder.report(
        "\(own) cannot be deprecated while interface field \(wanted) is not.", at: field.name.location)
    }
    for argument in required.arguments {
      guard let ownArgument = field.arguments.first(where: { $0.name == argument.name }) else {
        builder.report(
          "Interface field argument \(wanted)(\(argument.name.value):) expected but \(own) does not provide it.",
          at: field.name.location)
        continue
      }
      if ownArgument.type != argument.type {
        builder.report(
          "Interface field argument \(wanted)(\(argument.name.value):) expects type \(argument.type) but "
            + "\(own)(\(argument.name.value):) is type \(ownArgument.type).", at: ownArgument.location)
      }
    }
    for argument in field.arguments
    where argument.type.isNonNull && argument.defaultValue == nil
      && !required.arguments.contains(where: { $0.name == argument.name })
    {
      builder.report(
        "Argument \(own)(\(argument.name.value):) must not be required, as \(wanted) does not have it.",
        at: argument.location)
    }
  }

  private static func isSubtype(
    _ sub: AST.TypeReference, of base: AST.TypeReference, _ builder: SchemaBuilder
  ) -> Bool {
    switch (sub, base) {
    case (.nonNull(let sub), .nonNull(let base)): isSubtype(sub, of: base, builder)
    case (.nonNull(let sub), _): isSubtype(sub, of: base, builder)
    case (_, .nonNull): false
    case (.list(let sub), .list(let base)): isSubtype(sub, of: base, builder)
    case (.named(let sub), .named(let base)):
      sub == base || builder.definitions[sub.value]?.interfaces.contains(base) == true
        || (builder.definitions[base.value]?.kind == .union
          && builder.definitions[base.value]?.members.contains(sub) == true)
    default: false
    }
  }
}
