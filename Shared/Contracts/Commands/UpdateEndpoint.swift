import Foundation
import JSON

/// Changes an endpoint; fields left out stay.
public struct UpdateEndpoint: Command {
  public static let type = MessageType.endpointUpdate

  /// A config replaces the former one as a whole, but for credentials it leaves out.
  public struct Config: Codable, Sendable, Equatable {
    public var kind: String
    public var parameters: JSONValue
    public var sealed: [String: String]
    /// Credential fields given as null: the stored ones are dropped.
    public var dropped: [String]

    public init(kind: String, parameters: JSONValue, sealed: [String: String] = [:], dropped: [String] = []) {
      self.kind = kind
      self.parameters = parameters
      self.sealed = sealed
      self.dropped = dropped
    }
  }

  public var endpointID: UUID
  public var requestedBy: String
  public var name: Patch<String> = .unchanged
  public var description: Patch<String> = .unchanged
  public var verb: Patch<String> = .unchanged
  public var url: Patch<String> = .unchanged
  public var authPolicy: Patch<String> = .unchanged
  public var domain: Patch<String> = .unchanged
  public var labels: Patch<[String]> = .unchanged
  public var config: Patch<Config> = .unchanged
  public var capabilities: Patch<[String]> = .unchanged
  public var isEnabled: Patch<Bool> = .unchanged

  public init(endpointID: UUID, requestedBy: String) {
    self.endpointID = endpointID
    self.requestedBy = requestedBy
  }
}
