import OrderedCollections

/// The type of a field with its named type looked up.
indirect enum OutputShape: Sendable {
  case scalar(ScalarType)
  case enumeration(EnumType)
  case object(ObjectType)
  case abstract(NamedType)
  case list(OutputShape)
  case nonNull(OutputShape)

  init?(_ reference: AST.TypeReference, in schema: Schema) {
    switch reference {
    case .nonNull(let inner):
      guard let shape = OutputShape(inner, in: schema) else { return nil }
      self = .nonNull(shape)
    case .list(let inner):
      guard let shape = OutputShape(inner, in: schema) else { return nil }
      self = .list(shape)
    case .named(let name):
      switch schema.types[name.value] {
      case .scalar(let type): self = .scalar(type)
      case .enumeration(let type): self = .enumeration(type)
      case .object(let type): self = .object(type)
      case .interface(let type): self = .abstract(.interface(type))
      case .union(let type): self = .abstract(.union(type))
      case .inputObject, nil: return nil
      }
    }
  }

  var isNonNull: Bool { if case .nonNull = self { true } else { false } }

  /// The shape without an outer non-null.
  var nullable: OutputShape { if case .nonNull(let inner) = self { inner } else { self } }

  /// Whether the type is an object type, be it non-null.
  var isObject: Bool {
    switch self {
    case .object: true
    case .nonNull(let inner): inner.isObject
    case .scalar, .enumeration, .abstract, .list: false
    }
  }

  /// The shape inside all wrappings.
  var innermost: OutputShape {
    switch self {
    case .list(let inner), .nonNull(let inner): inner.innermost
    default: self
    }
  }
}
