/// One of several object types.
public final class UnionType: Sendable {
  public let definition: AST.TypeDefinition
  public var name: String { definition.name.value }
  public var members: [String] { definition.members.map(\.value) }

  init(_ definition: AST.TypeDefinition) { self.definition = definition }
}
