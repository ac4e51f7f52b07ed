/// A private server could not be set up.
public struct PrivateDatabaseError: Error, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
