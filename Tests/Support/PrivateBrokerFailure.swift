/// A private broker could not be brought into the state a test needs.
public struct PrivateBrokerFailure: Error, CustomStringConvertible {
  public let reason: String
  public init(reason: String) { self.reason = reason }

  public var description: String { reason }
}
