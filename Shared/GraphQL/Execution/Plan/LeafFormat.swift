/// How the values of a leaf field are written.
struct LeafFormat: Sendable {
  /// What can be written without asking the coercion of the type, because it would pass.
  enum Kind: Sendable {
    case string, identifier, int, float, boolean
    /// Anything passes.
    case any
    case enumeration(EnumType)
    /// Only the coercion knows.
    case other
  }

  let kind: Kind
  let isNonNull: Bool
  /// nil for an enum.
  let scalar: ScalarType?
  let type: AST.TypeReference

  /// Before the first field.
  static let none = LeafFormat()

  private init() {
    kind = .other
    isNonNull = false
    scalar = nil
    type = .named(AST.Name(""))
  }

  /// nil for a type that is no leaf.
  init?(_ shape: OutputShape, _ type: AST.TypeReference) {
    self.type = type
    let inner: OutputShape
    if case .nonNull(let wrapped) = shape {
      isNonNull = true
      inner = wrapped
    } else {
      isNonNull = false
      inner = shape
    }
    switch inner {
    case .scalar(let scalar):
      self.scalar = scalar
      kind = scalar.coercion.format
    case .enumeration(let enumeration):
      scalar = nil
      kind = .enumeration(enumeration)
    case .object, .abstract, .list, .nonNull: return nil
    }
  }
}
