extension AST {
  /// A value as it is written in a document.
  public struct Value: Hashable, Sendable {
    public var kind: Kind
    public var location: NodeLocation

    public init(_ kind: Kind, location: NodeLocation = .none) {
      self.kind = kind
      self.location = location
    }

    /// What a value says. Numbers keep their digits: which number they mean is for the type to say.
    public enum Kind: Hashable, Sendable {
      case null
      case variable(String)
      case int(String)
      case float(String)
      case string(String)
      case boolean(Bool)
      case enumeration(String)
      case list([Value])
      case object([ObjectField])
    }

    /// Whether a variable stands anywhere in the value.
    var containsVariable: Bool {
      switch kind {
      case .variable: true
      case .list(let elements): elements.contains(where: \.containsVariable)
      case .object(let fields): fields.contains { $0.value.containsVariable }
      default: false
      }
    }
  }

  /// A member of an input object.
  public struct ObjectField: Hashable, Sendable {
    public var name: Name
    public var value: Value
    public var location: NodeLocation
  }
}
