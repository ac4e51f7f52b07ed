/// What is wrong with one parameter.
public struct ConfigIssue: Error, Sendable, Equatable {
  /// The parameter, as a path below `parameters`: `limits.runTimeoutSeconds`.
  public var field: String
  /// What would be right. Never repeats the value, which may be a secret in the wrong place.
  public var message: String

  public init(_ field: String, _ message: String) {
    self.field = field
    self.message = message
  }
}
