import Foundation
import JSON

/// Tries a connection without registering anything. The scheduler passes it on to an executor, which answers.
public struct TestEndpoint: Command {
  public static let type = MessageType.endpointTest
  /// What sealed credentials are bound to: made for this one test.
  public var testID: UUID
  public var requestedBy: String
  public var kind: String
  public var parameters: JSONValue
  public var sealed: [String: String]
  public var capabilities: [String]?

  public init(
    testID: UUID, requestedBy: String, kind: String, parameters: JSONValue, sealed: [String: String],
    capabilities: [String]? = nil
  ) {
    self.testID = testID
    self.requestedBy = requestedBy
    self.kind = kind
    self.parameters = parameters
    self.sealed = sealed
    self.capabilities = capabilities
  }
}
