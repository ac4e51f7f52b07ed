import Foundation
import JSON

/// One line of the audit log: who asked for what, and what came of it.
public struct AuditEntry: Sendable, Equatable {
  public var id: UUID
  public var at: Date
  /// The key that was shown.
  public var actorID: String
  public var actorName: String
  /// Nil where the sender did not say.
  public var actorRole: Role?
  public var actorAddress: String?
  /// The type of the command, or the name of the mutation where it was refused before it became one.
  public var action: String
  public var objectType: String?
  public var objectID: String?
  public var endpointID: UUID?
  /// The object before and after, without secrets; nil where it did not exist or did not change.
  public var before: JSONValue?
  public var after: JSONValue?
  /// `done`, `forwarded`, or the code of the refusal.
  public var outcome: String
  public var correlationID: String?

  public static let done = "done"
  public static let forwarded = "forwarded"

  public init(
    id: UUID, at: Date, actorID: String, actorName: String, actorRole: Role?, actorAddress: String?,
    action: String, objectType: String?, objectID: String?, endpointID: UUID?, before: JSONValue?,
    after: JSONValue?, outcome: String, correlationID: String?
  ) {
    self.id = id
    self.at = at
    self.actorID = actorID
    self.actorName = actorName
    self.actorRole = actorRole
    self.actorAddress = actorAddress
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
