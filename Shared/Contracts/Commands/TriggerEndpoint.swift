import Foundation
import JSON

/// Makes one run of an endpoint's only or `default` collection, for callers that know no collections (A2).
public struct TriggerEndpoint: Command {
  public static let type = MessageType.endpointTrigger
  public var endpointID: UUID
  public var requestedBy: String
  public var filters: JSONValue?
  public var schemaOverride: [String]?

  public init(
    endpointID: UUID, requestedBy: String, filters: JSONValue? = nil, schemaOverride: [String]? = nil
  ) {
    self.endpointID = endpointID
    self.requestedBy = requestedBy
    self.filters = filters
    self.schemaOverride = schemaOverride
  }
}
