import OrderedCollections

/// A type system that documents are validated and executed against. Immutable; its own validity is checked
/// when it is built.
public final class Schema: Sendable {
  /// All types by name: the built-in ones first, then the schema's own in the order of their definition.
  public let types: OrderedDictionary<String, NamedType>
  /// All directives by name, the built-in ones first.
  public let directives: OrderedDictionary<String, DirectiveDefinition>
  public let description: String?
  public let queryType: ObjectType
  public let mutationType: ObjectType?
  public let subscriptionType: ObjectType?
  /// The document of the schema itself, its extensions merged in.
  let document: AST.Document
  private let implementations: [String: [ObjectType]]
  private let implementationNames: [String: Set<String>]

  init(
    types: OrderedDictionary<String, NamedType>, directives: OrderedDictionary<String, DirectiveDefinition>,
    description: String?, queryType: ObjectType, mutationType: ObjectType?, subscriptionType: ObjectType?,
    document: AST.Document
  ) {
    self.types = types
    self.directives = directives
    self.description = description
    self.queryType = queryType
    self.mutationType = mutationType
    self.subscriptionType = subscriptionType
    self.document = document
    let implementations = Self.implementations(of: types)
    self.implementations = implementations
    implementationNames = implementations.mapValues { Set($0.map(\.name)) }
  }

  public func type(named name: String) -> NamedType? { types[name] }

  /// The named type inside all wrappings of a reference.
  public func namedType(of reference: AST.TypeReference) -> NamedType? { types[reference.namedType.value] }

  public func rootType(of operation: OperationType) -> ObjectType? {
    switch operation {
    case .query: queryType
    case .mutation: mutationType
    case .subscription: subscriptionType
    }
  }

  /// The object types that a composite type can turn out to be; an object type is its own.
  public func possibleTypes(of type: NamedType) -> [ObjectType] {
    if case .object(let object) = type { return [object] }
    return implementations[type.name] ?? []
  }

  /// Whether an object of one type is always, or can be, one of another.
  public func isPossibleType(_ object: String, of type: String) -> Bool {
    object == type || implementationNames[type]?.contains(object) == true
  }

  /// Whether some object type is one of both types.
  func overlap(_ first: NamedType, _ second: NamedType) -> Bool {
    if first.name == second.name { return true }
    return possibleTypes(of: first).contains { isPossibleType($0.name, of: second.name) }
  }

  /// A field by name, including the introspection fields of the query type and `__typename`.
  public func field(_ name: String, of type: NamedType) -> FieldDefinition? {
    if let field = type.fields?[name] { return field }
    guard name.hasPrefix("__"), type.isComposite else { return nil }
    if name == Introspection.typename.name { return Introspection.typename }
    guard type.name == queryType.name else { return nil }
    return Introspection.rootFields[name]
  }

  /// Whether a value of one type is always one of another (GraphQL specification, 3.6.1, covariance).
  func isSubtype(_ sub: AST.TypeReference, of base: AST.TypeReference) -> Bool {
    switch (sub, base) {
    case (.nonNull(let sub), .nonNull(let base)): isSubtype(sub, of: base)
    case (.nonNull(let sub), _): isSubtype(sub, of: base)
    case (_, .nonNull): false
    case (.list(let sub), .list(let base)): isSubtype(sub, of: base)
    case (.named(let sub), .named(let base)):
      sub == base || isPossibleType(sub.value, of: base.value)
        || types[sub.value]?.definition.interfaces.contains(base) == true
    default: false
    }
  }

  private static func implementations(
    of types: OrderedDictionary<String, NamedType>
  ) -> [String: [ObjectType]] {
    var result: [String: [ObjectType]] = [:]
    for type in types.values {
      switch type {
      case .object(let object):
        for interface in object.interfaces { result[interface, default: []].append(object) }
      case .union(let union):
        result[union.name] = union.members.compactMap {
          if case .object(let object)? = types[$0] { object } else { nil }
        }
      default: break
      }
    }
    return result
  }
}

extension Schema {
  /// The schema as text: the definitions in their order, without the built-in ones, extensions merged in.
  public var printed: String { document.printed }
}
