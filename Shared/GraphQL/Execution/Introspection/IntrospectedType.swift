import OrderedCollections

/// A type as introspection shows it: wrappings are types of their own there.
enum IntrospectedType: GraphQLObject {
  case named(NamedType)
  case list(AST.TypeReference)
  case nonNull(AST.TypeReference)

  init?(_ reference: AST.TypeReference, in schema: Schema) {
    switch reference {
    case .named(let name):
      guard let type = schema.types[name.value] else { return nil }
      self = .named(type)
    case .list(let inner): self = .list(inner)
    case .nonNull(let inner): self = .nonNull(inner)
    }
  }

  var kind: String {
    switch self {
    case .list: "LIST"
    case .nonNull: "NON_NULL"
    case .named(let type):
      switch type {
      case .scalar: "SCALAR"
      case .object: "OBJECT"
      case .interface: "INTERFACE"
      case .union: "UNION"
      case .enumeration: "ENUM"
      case .inputObject: "INPUT_OBJECT"
      }
    }
  }

  var namedType: NamedType? { if case .named(let type) = self { type } else { nil } }
}
