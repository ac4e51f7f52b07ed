/// Everything that is wrong with a schema.
public struct SchemaErrors: Error, Sendable, CustomStringConvertible {
  /// At least one error, in the order of the document.
  public let errors: [GraphQLError]
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}
