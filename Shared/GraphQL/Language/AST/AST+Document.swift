extension AST {
  /// A whole document: operations and fragments, or the definitions of a type system.
  public struct Document: Hashable, Sendable {
    public var definitions: [Definition]
    public init(definitions: [Definition]) { self.definitions = definitions }

    var operations: [OperationDefinition] {
      definitions.compactMap { if case .operation(let operation) = $0 { operation } else { nil } }
    }

    var fragments: [FragmentDefinition] {
      definitions.compactMap { if case .fragment(let fragment) = $0 { fragment } else { nil } }
    }
  }

  /// One definition of a document.
  public enum Definition: Hashable, Sendable {
    case operation(OperationDefinition)
    case fragment(FragmentDefinition)
    case schema(SchemaDefinition)
    case schemaExtension(SchemaDefinition)
    case type(TypeDefinition)
    case typeExtension(TypeDefinition)
    case directive(DirectiveDefinition)

    var isExecutable: Bool {
      switch self {
      case .operation, .fragment: true
      case .schema, .schemaExtension, .type, .typeExtension, .directive: false
      }
    }

    var location: NodeLocation {
      switch self {
      case .operation(let node): node.location
      case .fragment(let node): node.location
      case .schema(let node), .schemaExtension(let node): node.location
      case .type(let node), .typeExtension(let node): node.location
      case .directive(let node): node.location
      }
    }
  }

  /// A name and where it stands.
  public struct Name: Hashable, Sendable {
    public var value: String
    public var location: NodeLocation
    public init(_ value: String, location: NodeLocation = .none) {
      self.value = value
      self.location = location
    }
  }
}
