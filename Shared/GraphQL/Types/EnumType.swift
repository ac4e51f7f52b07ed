import OrderedCollections

/// A leaf type with a fixed set of values, each known by its name.
public final class EnumType: Sendable {
  public let definition: AST.TypeDefinition
  /// The values in the order of their definition.
  public let values: OrderedDictionary<String, EnumValue>
  public var name: String { definition.name.value }

  init(_ definition: AST.TypeDefinition) {
    self.definition = definition
    values = OrderedDictionary(
      definition.values.map { ($0.name.value, EnumValue($0)) }, uniquingKeysWith: { first, _ in first })
  }
}
