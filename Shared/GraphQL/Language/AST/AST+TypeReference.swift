extension AST {
  /// A type where it is used: a name, wrapped in lists and non-nulls.
  public indirect enum TypeReference: Hashable, Sendable {
    case named(Name)
    case list(TypeReference)
    case nonNull(TypeReference)

    /// The name inside all wrappings.
    public var namedType: Name {
      switch self {
      case .named(let name): name
      case .list(let inner), .nonNull(let inner): inner.namedType
      }
    }

    public var isNonNull: Bool { if case .nonNull = self { true } else { false } }

    /// The type without an outer non-null.
    public var nullable: TypeReference { if case .nonNull(let inner) = self { inner } else { self } }

    /// The element type of a list that may be null itself; nil for any other type.
    public var listElement: TypeReference? { if case .list(let inner) = nullable { inner } else { nil } }
  }
}

extension AST.TypeReference: CustomStringConvertible {
  /// The type as in a document: `[Int!]!`.
  public var description: String {
    switch self {
    case .named(let name): name.value
    case .list(let inner): "[\(inner)]"
    case .nonNull(let inner): "\(inner)!"
    }
  }
}
