/// What a caller may do.
public struct ExecutionOptions: Sendable {
  /// The kinds of operations that are executed; HTTP GET allows queries only.
  public var allowedOperations: Set<OperationType>
  /// Whether `__schema` and `__type` are answered.
  public var allowsIntrospection: Bool
  /// Whether errors may name things of the schema, and suggest names. Where not, they repeat nothing of the request
  /// either.
  public var suggestsNames: Bool

  public init(
    allowedOperations: Set<OperationType> = [.query, .mutation, .subscription],
    allowsIntrospection: Bool = true, suggestsNames: Bool = false
  ) {
    self.allowedOperations = allowedOperations
    self.allowsIntrospection = allowsIntrospection
    self.suggestsNames = suggestsNames
  }
}
