import OrderedCollections

/// A type of a schema.
public enum NamedType: Sendable {
  case scalar(ScalarType)
  case object(ObjectType)
  case interface(InterfaceType)
  case union(UnionType)
  case enumeration(EnumType)
  case inputObject(InputObjectType)

  public var definition: AST.TypeDefinition {
    switch self {
    case .scalar(let type): type.definition
    case .object(let type): type.definition
    case .interface(let type): type.definition
    case .union(let type): type.definition
    case .enumeration(let type): type.definition
    case .inputObject(let type): type.definition
    }
  }

  public var name: String { definition.name.value }

  /// The fields of an object or interface type; nil for any other.
  public var fields: OrderedDictionary<String, FieldDefinition>? {
    switch self {
    case .object(let type): type.fields
    case .interface(let type): type.fields
    default: nil
    }
  }

  /// Whether arguments and variables may have the type.
  public var isInput: Bool {
    switch self {
    case .scalar, .enumeration, .inputObject: true
    case .object, .interface, .union: false
    }
  }

  /// Whether fields may have the type.
  public var isOutput: Bool { if case .inputObject = self { false } else { true } }

  /// Whether the type has no selections.
  public var isLeaf: Bool {
    switch self {
    case .scalar, .enumeration: true
    default: false
    }
  }

  /// Whether the type has selections.
  public var isComposite: Bool {
    switch self {
    case .object, .interface, .union: true
    default: false
    }
  }

  /// Whether the type stands for one of several object types.
  public var isAbstract: Bool {
    switch self {
    case .interface, .union: true
    default: false
    }
  }
}
