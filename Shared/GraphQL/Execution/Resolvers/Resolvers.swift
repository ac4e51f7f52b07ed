/// The resolvers of a schema, by type and field.
public struct Resolvers: Sendable {
  struct Coordinate: Hashable, Sendable {
    let type: String
    let field: String
  }

  private(set) var fields: [Coordinate: Resolver] = [:]
  private(set) var defaults: [String: DefaultResolver] = [:]
  private(set) var guards: [@Sendable (_ type: String, _ field: String) -> Resolver.Guard?] = []
  private(set) var typeResolvers: [String: @Sendable (any Sendable) throws -> String] = [:]

  public init() {}

  /// The resolver of a field; a later one replaces an earlier.
  public subscript(type: String, field: String) -> Resolver? {
    get { fields[Coordinate(type: type, field: field)] }
    set { fields[Coordinate(type: type, field: field)] = newValue }
  }

  /// Resolves the fields of a type that have no resolver of their own.
  public mutating func setDefault(_ resolver: DefaultResolver, on type: String) { defaults[type] = resolver }

  /// Puts guards before fields: those registered already and later ones, and those that a type's default resolver
  /// serves. Fields for which nil is given are left as they are and cost nothing. Fields of introspection are not
  /// asked for. See ``Resolver/guarded(by:)``.
  /// - Parameter guardOf: asked once for every field of the schema, when it is made executable.
  public mutating func guardFields(
    _ guardOf: @escaping @Sendable (_ type: String, _ field: String) -> Resolver.Guard?
  ) {
    guards.append(guardOf)
  }

  /// The resolver of a field with the guards that were asked for.
  func guarded(_ resolver: Resolver, _ coordinate: Coordinate) -> Resolver {
    guard !coordinate.type.hasPrefix("__") else { return resolver }
    return guards.reduce(resolver) { resolver, guardOf in
      guardOf(coordinate.type, coordinate.field).map { resolver.guarded(by: $0) } ?? resolver
    }
  }

  /// Names the object type of a source where a field has an interface or union type.
  public mutating func typeResolver(
    _ abstractType: String, _ body: @escaping @Sendable (any Sendable) throws -> String
  ) {
    typeResolvers[abstractType] = body
  }

  /// Adds resolvers of one type whose sources have one Swift type.
  public mutating func object<Source: Sendable>(
    _ type: String, _: Source.Type, _ build: (inout ObjectResolvers<Source>) -> Void
  ) {
    var builder = ObjectResolvers<Source>()
    build(&builder)
    for (field, resolver) in builder.resolvers { self[type, field] = resolver }
  }

  /// Takes over all resolvers of another map; they replace those of the same field.
  public mutating func merge(_ other: Resolvers) {
    fields.merge(other.fields) { $1 }
    defaults.merge(other.defaults) { $1 }
    guards += other.guards
    typeResolvers.merge(other.typeResolvers) { $1 }
  }
}
