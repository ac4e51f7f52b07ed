import OrderedCollections

/// A type with fields.
public final class ObjectType: Sendable {
  public let definition: AST.TypeDefinition
  /// The fields in the order of their definition.
  public let fields: OrderedDictionary<String, FieldDefinition>
  public var name: String { definition.name.value }
  public var interfaces: [String] { definition.interfaces.map(\.value) }

  init(_ definition: AST.TypeDefinition, fields: OrderedDictionary<String, FieldDefinition>) {
    self.definition = definition
    self.fields = fields
  }
}
