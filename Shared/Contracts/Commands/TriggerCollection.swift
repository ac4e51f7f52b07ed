import Foundation
import JSON

/// Makes one run of a collection.
public struct TriggerCollection: Command {
  public static let type = MessageType.collectionTrigger
  public var collectionID: UUID
  public var requestedBy: String
  public var filters: JSONValue?
  /// Only these schemas, instead of the configured ones.
  public var schemaOverride: [String]?

  public init(
    collectionID: UUID, requestedBy: String, filters: JSONValue? = nil, schemaOverride: [String]? = nil
  ) {
    self.collectionID = collectionID
    self.requestedBy = requestedBy
    self.filters = filters
    self.schemaOverride = schemaOverride
  }
}
