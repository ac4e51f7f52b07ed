import Contracts
import Domain
import JSON

/// A reply in its JSON form: written once, for the command log and for the message.
struct EncodedReply: Sendable, Equatable {
  let text: String
  let outcome: CommandOutcome

  init(_ reply: CommandReply) throws {
    text = String(decoding: try MessageCodec.encode(reply), as: UTF8.self)
    outcome = CommandOutcome(reply)
  }

  /// The answer to a trigger that made a run. Triggers come by the thousand, and walking the run's members by
  /// hand costs a tenth of what encoding, parsing and encoding it again does.
  init(run: Run) {
    text = JSONValue.object(["done": .object(["result": .object(run.members)])]).encodedString
    outcome = .done
  }

  /// The answer to a command that could not be decided.
  init(unavailable message: String) {
    text = JSONValue.object(["unavailable": ["message": .string(message)]]).encodedString
    outcome = .unavailable
  }
}
