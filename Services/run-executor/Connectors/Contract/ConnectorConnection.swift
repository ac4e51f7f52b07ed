import JSON

/// Where a source is and how to get in.
public struct ConnectorConnection: Sendable {
  /// `config.parameters` without credentials, in the shape of the kind's `EndpointTemplate`. Defaults are not
  /// filled in.
  public var parameters: JSONValue
  /// Credential field → value in the clear.
  public var credentials: [String: String]
  /// Which addresses may be connected to.
  public var addressPolicy: AddressPolicy
  /// What to wait on before each request to the source.
  public var pace: RequestPace

  public init(
    parameters: JSONValue, credentials: [String: String] = [:],
    addressPolicy: AddressPolicy = AddressPolicy(),
    pace: RequestPace = .unlimited
  ) {
    self.parameters = parameters
    self.credentials = credentials
    self.addressPolicy = addressPolicy
    self.pace = pace
  }
}

extension ConnectorConnection: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Names no value: parameters and credentials may hold what is not meant for a log.
  public var description: String { "a connection with the credentials \(credentials.keys.sorted())" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["credentials": credentials.keys.sorted()]) }
}
