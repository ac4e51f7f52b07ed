extension AST {
  /// A query, mutation or subscription.
  public struct OperationDefinition: Hashable, Sendable {
    public var description: String?
    public var operation: OperationType
    public var name: Name?
    public var variables: [VariableDefinition]
    public var directives: [Directive]
    public var selectionSet: SelectionSet
    public var location: NodeLocation
  }

  /// A named fragment.
  public struct FragmentDefinition: Hashable, Sendable {
    public var description: String?
    public var name: Name
    public var typeCondition: Name
    public var directives: [Directive]
    public var selectionSet: SelectionSet
    public var location: NodeLocation
  }

  /// A variable an operation takes.
  public struct VariableDefinition: Hashable, Sendable {
    public var description: String?
    public var name: Name
    public var type: TypeReference
    public var defaultValue: Value?
    public var directives: [Directive]
    public var location: NodeLocation
  }

  /// What is selected of an object.
  public struct SelectionSet: Hashable, Sendable {
    public var selections: [Selection]
    public var location: NodeLocation
  }

  /// One item of a selection set.
  public enum Selection: Hashable, Sendable {
    case field(Field)
    case spread(FragmentSpread)
    case inline(InlineFragment)
  }

  /// A selected field.
  public struct Field: Hashable, Sendable {
    public var alias: Name?
    public var name: Name
    public var arguments: [Argument]
    public var directives: [Directive]
    public var selectionSet: SelectionSet?
    public var location: NodeLocation

    /// The key of the field in the response.
    public var responseKey: String { alias?.value ?? name.value }
  }

  /// `...name`.
  public struct FragmentSpread: Hashable, Sendable {
    public var name: Name
    public var directives: [Directive]
    public var location: NodeLocation
  }

  /// `... on Type { }`.
  public struct InlineFragment: Hashable, Sendable {
    public var typeCondition: Name?
    public var directives: [Directive]
    public var selectionSet: SelectionSet
    public var location: NodeLocation
  }

  /// A named value given to a field or directive.
  public struct Argument: Hashable, Sendable {
    public var name: Name
    public var value: Value
    public var location: NodeLocation
  }

  /// A directive where it is used.
  public struct Directive: Hashable, Sendable {
    public var name: Name
    public var arguments: [Argument]
    public var location: NodeLocation

    func argument(_ name: String) -> Value? { arguments.first { $0.name.value == name }?.value }
  }
}
