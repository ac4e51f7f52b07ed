import OrderedCollections

/// A type of structured input.
public final class InputObjectType: Sendable {
  public let definition: AST.TypeDefinition
  /// The fields in the order of their definition.
  public let fields: OrderedDictionary<String, InputValueDefinition>
  /// Whether exactly one field is given, and not as null.
  public let isOneOf: Bool
  public var name: String { definition.name.value }

  init(_ definition: AST.TypeDefinition, fields: OrderedDictionary<String, InputValueDefinition>) {
    self.definition = definition
    self.fields = fields
    isOneOf = definition.isOneOf
  }
}
