/// A leaf type without a fixed set of values.
public final class ScalarType: Sendable {
  public let definition: AST.TypeDefinition
  public let coercion: ScalarCoercion
  /// Where the scalar is specified, from `@specifiedBy`.
  public let specifiedByURL: String?
  public var name: String { definition.name.value }

  init(_ definition: AST.TypeDefinition, coercion: ScalarCoercion) {
    self.definition = definition
    self.coercion = coercion
    specifiedByURL = definition.directives.stringArgument("url", of: "specifiedBy")
  }
}
