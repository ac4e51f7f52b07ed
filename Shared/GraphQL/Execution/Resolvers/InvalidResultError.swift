/// A resolver that broke the contract of the schema. Masked for the client, shown to the host.
public struct InvalidResultError: Error, Sendable, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }

  /// Never seen: only fields that do not wait are resolved without waiting.
  static let waiting = InvalidResultError("a waiting resolver")

  init(_ source: any Sendable, isNot expected: Any.Type) {
    self.init("the source is a \(type(of: source)), not a \(expected)")
  }
}
