/// Why a request was not executed.
public struct RequestErrors: Error, Sendable {
  /// What the request failed at.
  public enum Kind: Hashable, Sendable {
    /// The grammar.
    case syntax
    /// A limit on documents or operations.
    case limit
    /// A validation rule.
    case validation
    /// The choice of the operation.
    case operation
    /// The values of the variables.
    case variables
    /// The host does not allow the operation to this request.
    case refused
    /// The source of a subscription's events could not be made, or failed.
    case subscription
    /// The task was cancelled.
    case cancelled
  }

  public let kind: Kind
  /// At least one error.
  public let errors: [GraphQLError]

  public init(kind: Kind, errors: [GraphQLError]) {
    self.kind = kind
    self.errors = errors
  }
}
