/// A value that a type does not take.
public struct CoercionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What the value has to be, shown to the client: "must be a date-time". Never repeats the value, which may
  /// be a secret.
  public let message: String
  public init(_ message: String) { self.message = message }
  public var description: String { message }
}
