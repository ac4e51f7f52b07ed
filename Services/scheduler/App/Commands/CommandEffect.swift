import Contracts
import JSON
import Storage

/// What a command has done inside its transaction.
struct CommandEffect: Sendable {
  /// The object as it is now, in its JSON form.
  var result: JSONValue
  /// What is to be published once the transaction has committed.
  var messages: [OutboxMessage]

  init(result: JSONValue, messages: [OutboxMessage] = []) {
    self.result = result
    self.messages = messages
  }

  init(_ object: some Encodable, messages: [OutboxMessage]) throws {
    self.init(result: try JSONValue(parsing: MessageCodec.encode(object)), messages: messages)
  }
}
