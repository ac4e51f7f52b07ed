import OrderedCollections

/// A directive that documents may use.
public struct DirectiveDefinition: Sendable {
  public let definition: AST.DirectiveDefinition
  /// The arguments in the order of their definition.
  public let arguments: OrderedDictionary<String, InputValueDefinition>
  public var name: String { definition.name.value }
  public var isRepeatable: Bool { definition.isRepeatable }
  public var locations: [DirectiveLocation] { definition.locations }
}
