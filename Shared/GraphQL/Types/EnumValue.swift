/// A value of an enum type.
public struct EnumValue: Sendable {
  public let name: String
  public let description: String?
  /// Why the value should not be used any more; nil when it may be.
  public let deprecationReason: String?

  init(_ definition: AST.EnumValueDefinition) {
    name = definition.name.value
    description = definition.description
    deprecationReason = definition.directives.deprecationReason
  }
}
