extension AST {
  /// `schema { }`, or an extension of it.
  public struct SchemaDefinition: Hashable, Sendable {
    public var description: String?
    public var directives: [Directive]
    public var operationTypes: [OperationTypeDefinition]
    public var location: NodeLocation
  }

  /// The root type of one kind of operation.
  public struct OperationTypeDefinition: Hashable, Sendable {
    public var operation: OperationType
    public var type: Name
    public var location: NodeLocation
  }

  /// The definition of a named type, or an extension of one. Members that its kind does not have are empty.
  public struct TypeDefinition: Hashable, Sendable {
    public var kind: TypeKind
    public var description: String?
    public var name: Name
    public var interfaces: [Name] = []
    public var directives: [Directive] = []
    public var fields: [FieldDefinition] = []
    public var members: [Name] = []
    public var values: [EnumValueDefinition] = []
    public var inputFields: [InputValueDefinition] = []
    public var location: NodeLocation
  }

  /// The six kinds of named types.
  public enum TypeKind: String, Hashable, Sendable {
    case scalar, object = "type", interface, union, enumeration = "enum", inputObject = "input"
  }

  /// A field of an object or interface type.
  public struct FieldDefinition: Hashable, Sendable {
    public var description: String?
    public var name: Name
    public var arguments: [InputValueDefinition]
    public var type: TypeReference
    public var directives: [Directive]
    public var location: NodeLocation
  }

  /// An argument, or a field of an input object type.
  public struct InputValueDefinition: Hashable, Sendable {
    public var description: String?
    public var name: Name
    public var type: TypeReference
    public var defaultValue: Value?
    public var directives: [Directive]
    public var location: NodeLocation
  }

  /// A value of an enum type.
  public struct EnumValueDefinition: Hashable, Sendable {
    public var description: String?
    public var name: Name
    public var directives: [Directive]
    public var location: NodeLocation
  }

  /// The definition of a directive.
  public struct DirectiveDefinition: Hashable, Sendable {
    public var description: String?
    public var name: Name
    public var arguments: [InputValueDefinition]
    public var isRepeatable: Bool
    public var locations: [DirectiveLocation]
    public var location: NodeLocation
  }
}
