import JSON

/// An argument, or a field of an input object type.
public struct InputValueDefinition: Sendable {
  public let name: String
  public let description: String?
  public let type: AST.TypeReference
  /// The default as it is written; nil where there is none.
  public let defaultLiteral: AST.Value?
  /// The coerced default; nil where there is none.
  public let defaultValue: JSONValue?
  /// Why the input should not be used any more; nil when it may be.
  public let deprecationReason: String?

  /// Whether a value has to be given.
  public var isRequired: Bool { type.isNonNull && defaultLiteral == nil }

  init(_ definition: AST.InputValueDefinition, defaultValue: JSONValue?) {
    name = definition.name.value
    description = definition.description
    type = definition.type
    defaultLiteral = definition.defaultValue
    self.defaultValue = defaultValue
    deprecationReason = definition.directives.deprecationReason
  }
}
