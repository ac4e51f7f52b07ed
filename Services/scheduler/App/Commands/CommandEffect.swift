import Contracts
import JSON
import Storage

/// What a command has done inside its transaction.
struct CommandEffect: Sendable {
  /// The object as it is now, in its JSON form.
  var result: JSONValue
  /// For the audit log.
  var change: AuditChange
  /// What is to be published once the transaction has committed.
  var messages: [OutboxMessage]

  init(result: JSONValue, change: AuditChange, messages: [OutboxMessage]) {
    self.result = result
    self.change = change
    self.messages = messages
  }

  /// - Parameter former: the object before; nil for a new one.
  init<Object: Encodable & Audited>(_ object: Object, from former: Object?, messages: [OutboxMessage]) throws
  {
    self.init(
      result: try JSONValue(parsing: MessageCodec.encode(object)),
      change: AuditChange(from: former, to: object), messages: messages)
  }
}
