import JSON
import OrderedCollections

extension Schema: GraphQLObject {}
extension FieldDefinition: GraphQLObject {}
extension InputValueDefinition: GraphQLObject {}
extension EnumValue: GraphQLObject {}
extension DirectiveDefinition: GraphQLObject {}

/// The resolvers of introspection (GraphQL specification, 4).
enum IntrospectionResolvers {
  static func make(_ schema: Schema) -> Resolvers {
    var resolvers = Resolvers()
    let query = schema.queryType.name
    resolvers[query, "__schema"] = .constant(schema)
    resolvers[query, "__type"] = .property(RootSource.self) { _, info in
      schema.types[try info.arguments.string("name")].map(IntrospectedType.named)
    }
    resolvers.object("__Schema", Schema.self) { type in
      type.property("description") { $0.description }
      type.property("types") { $0.types.values.map(IntrospectedType.named) }
      type.property("queryType") { IntrospectedType.named(.object($0.queryType)) }
      type.property("mutationType") { $0.mutationType.map { IntrospectedType.named(.object($0)) } }
      type.property("subscriptionType") { $0.subscriptionType.map { IntrospectedType.named(.object($0)) } }
      type.property("directives") { Array($0.directives.values) }
    }
    addType(to: &resolvers, schema)
    resolvers.object("__Field", FieldDefinition.self) { type in
      type.property("name") { $0.name }
      type.property("description") { $0.description }
      type.property("args") { field, info in try shown(field.arguments, info) }
      type.property("type") { IntrospectedType($0.type, in: schema) }
      type.property("isDeprecated") { $0.deprecationReason != nil }
      type.property("deprecationReason") { $0.deprecationReason }
    }
    resolvers.object("__InputValue", InputValueDefinition.self) { type in
      type.property("name") { $0.name }
      type.property("description") { $0.description }
      type.property("type") { IntrospectedType($0.type, in: schema) }
      type.property("defaultValue") { $0.defaultLiteral?.printed }
      type.property("isDeprecated") { $0.deprecationReason != nil }
      type.property("deprecationReason") { $0.deprecationReason }
    }
    resolvers.object("__EnumValue", EnumValue.self) { type in
      type.property("name") { $0.name }
      type.property("description") { $0.description }
      type.property("isDeprecated") { $0.deprecationReason != nil }
      type.property("deprecationReason") { $0.deprecationReason }
    }
    resolvers.object("__Directive", DirectiveDefinition.self) { type in
      type.property("name") { $0.name }
      type.property("description") { $0.definition.description }
      type.property("isRepeatable") { $0.isRepeatable }
      type.property("locations") { $0.locations.map(\.rawValue) }
      type.property("args") { directive, info in try shown(directive.arguments, info) }
    }
    return resolvers
  }

  private static func addType(to resolvers: inout Resolvers, _ schema: Schema) {
    resolvers.object("__Type", IntrospectedType.self) { type in
      type.property("kind") { $0.kind }
      type.property("name") { $0.namedType?.name }
      type.property("description") { $0.namedType?.definition.description }
      type.property("specifiedByURL") { type -> String? in
        if case .scalar(let scalar)? = type.namedType { scalar.specifiedByURL } else { nil }
      }
      type.property("fields") { type, info -> [FieldDefinition]? in
        let deprecated = try includesDeprecated(info)
        return type.namedType?.fields?.values.filter { deprecated || $0.deprecationReason == nil }
      }
      type.property("interfaces") { type -> [IntrospectedType]? in
        guard let named = type.namedType, named.fields != nil else { return nil }
        return named.definition.interfaces.compactMap { IntrospectedType(.named($0), in: schema) }
      }
      type.property("possibleTypes") { type -> [IntrospectedType]? in
        guard let named = type.namedType, named.isAbstract else { return nil }
        return schema.possibleTypes(of: named).map { .named(.object($0)) }
      }
      type.property("enumValues") { type, info -> [EnumValue]? in
        guard case .enumeration(let enumeration)? = type.namedType else { return nil }
        let deprecated = try includesDeprecated(info)
        return enumeration.values.values.filter { deprecated || $0.deprecationReason == nil }
      }
      type.property("inputFields") { type, info -> [InputValueDefinition]? in
        guard case .inputObject(let input)? = type.namedType else { return nil }
        return try shown(input.fields, info)
      }
      type.property("isOneOf") { type -> Bool? in
        if case .inputObject(let input)? = type.namedType { input.isOneOf } else { nil }
      }
      type.property("ofType") { type -> IntrospectedType? in
        switch type {
        case .named: nil
        case .list(let inner), .nonNull(let inner): IntrospectedType(inner, in: schema)
        }
      }
    }
  }

  private static func includesDeprecated(_ info: ResolveInfo) throws -> Bool {
    try info.arguments.optionalBool("includeDeprecated") ?? false
  }

  private static func shown(
    _ inputs: OrderedDictionary<String, InputValueDefinition>, _ info: ResolveInfo
  ) throws -> [InputValueDefinition] {
    let deprecated = try includesDeprecated(info)
    return inputs.values.filter { deprecated || $0.deprecationReason == nil }
  }
}
