import OrderedCollections

/// A field of an object or interface type.
public final class FieldDefinition: Sendable {
  public let name: String
  public let description: String?
  public let type: AST.TypeReference
  /// The arguments in the order of their definition.
  public let arguments: OrderedDictionary<String, InputValueDefinition>
  /// The directives on the field in the schema.
  public let directives: [AST.Directive]
  /// Why the field should not be used any more; nil when it may be.
  public let deprecationReason: String?

  init(_ definition: AST.FieldDefinition, arguments: OrderedDictionary<String, InputValueDefinition>) {
    name = definition.name.value
    description = definition.description
    type = definition.type
    self.arguments = arguments
    directives = definition.directives
    deprecationReason = definition.directives.deprecationReason
  }
}
