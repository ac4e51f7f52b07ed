import Contracts
import Foundation
import JSON

/// An entry of the audit log that is still to be written.
public struct NewAuditEntry: Sendable, Equatable {
  public var actor: Actor
  public var action: String
  public var objectType: String?
  public var objectID: String?
  public var endpointID: UUID?
  /// Without secrets, as ``after``.
  public var before: JSONValue?
  public var after: JSONValue?
  public var outcome: String
  public var correlationID: String?

  public init(
    actor: Actor, action: String, objectType: String? = nil, objectID: String? = nil, endpointID: UUID? = nil,
    before: JSONValue? = nil, after: JSONValue? = nil, outcome: String, correlationID: String? = nil
  ) {
    self.actor = actor
    self.action = action
    self.objectType = objectType
    self.objectID = objectID
    self.endpointID = endpointID
    self.before = before
    self.after = after
    self.outcome = outcome
    self.correlationID = correlationID
  }
}
