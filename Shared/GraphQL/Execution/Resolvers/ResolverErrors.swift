/// Everything in which a resolver map does not fit its schema.
public struct ResolverErrors: Error, Sendable, CustomStringConvertible {
  /// One sentence for each misfit.
  public let problems: [String]
  public var description: String { problems.joined(separator: "\n") }
}
