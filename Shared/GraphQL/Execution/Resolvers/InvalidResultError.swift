/// A resolver that broke the contract of the schema. Masked for the client, shown to the host.
public struct InvalidResultError: Error, Sendable, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
