import OrderedCollections

/// A schema with a resolver for every field.
public final class ExecutableSchema: Sendable {
  public let schema: Schema
  private let resolvers: [Resolvers.Coordinate: Resolver]
  let typeResolvers: [String: @Sendable (any Sendable) throws -> String]
  let typename: [String: Resolver]

  /// A field of the subscription type without a resolver is not offered: subscribing to it is refused.
  /// - Throws: every other field without a resolver, every resolver without a field, and every one of the wrong
  ///   kind.
  public init(schema: Schema, resolvers: Resolvers) throws(ResolverErrors) {
    var all = resolvers
    all.merge(IntrospectionResolvers.make(schema))
    var complete: [Resolvers.Coordinate: Resolver] = [:]
    var problems: [String] = []
    for case .object(let type) in schema.types.values {
      let isSubscription = type === schema.subscriptionType
      for field in type.fields.keys {
        let coordinate = Resolvers.Coordinate(type: type.name, field: field)
        guard let resolver = all.fields[coordinate] ?? all.defaults[type.name]?.make(field) else {
          if !isSubscription { problems.append("Field \(type.name).\(field) has no resolver.") }
          continue
        }
        if resolver.isStream != isSubscription {
          problems.append(
            "Field \(type.name).\(field) \(isSubscription ? "needs" : "cannot have") a resolver that streams."
          )
        }
        complete[coordinate] = all.guarded(resolver, coordinate)
      }
    }
    problems += Self.unknown(in: resolvers, schema).sorted()
    for type in schema.types.values where type.isAbstract && all.typeResolvers[type.name] == nil {
      problems.append("Type \(type.name) has no type resolver.")
    }
    guard problems.isEmpty else { throw ResolverErrors(problems: problems) }
    for (name, _) in Introspection.rootFields {
      let coordinate = Resolvers.Coordinate(type: schema.queryType.name, field: name)
      complete[coordinate] = all.fields[coordinate]
    }
    self.schema = schema
    self.resolvers = complete
    typeResolvers = all.typeResolvers
    typename = Dictionary(
      uniqueKeysWithValues: schema.types.values.map { ($0.name, .constant($0.name)) })
  }

  func resolver(of field: String, on type: String) -> Resolver? {
    if field == Introspection.typename.name { return typename[type] }
    return resolvers[Resolvers.Coordinate(type: type, field: field)]
  }

  private static func unknown(in resolvers: Resolvers, _ schema: Schema) -> [String] {
    var problems: [String] = []
    for coordinate in resolvers.fields.keys {
      if case .object(let type)? = schema.types[coordinate.type], type.fields[coordinate.field] != nil {
        continue
      }
      problems.append("A resolver is given for the unknown field \(coordinate.type).\(coordinate.field).")
    }
    for name in resolvers.defaults.keys {
      if case .object? = schema.types[name] { continue }
      problems.append("A default resolver is given for \(name), which is no object type.")
    }
    for name in resolvers.typeResolvers.keys where schema.types[name]?.isAbstract != true {
      problems.append("A type resolver is given for \(name), which is no interface or union.")
    }
    return problems
  }
}
