/// Notes in the audit log that a mutation was refused before it became a command. Nobody waits for an answer.
public struct RecordRefusal: Message {
  public static let type = MessageType.auditRecord
  /// As the schema names it.
  public var mutation: String
  /// The object that it was about, where the request named one.
  public var objectID: String?
  /// The code of the refusal.
  public var outcome: String

  public init(mutation: String, objectID: String?, outcome: String) {
    self.mutation = mutation
    self.objectID = objectID
    self.outcome = outcome
  }
}
