import Contracts
import JSON

extension CommandReply {
  /// The answer that carries a value in its JSON form.
  static func of(_ value: some Encodable) -> CommandReply {
    do {
      return .done(result: try MessageCodec.decode(JSONValue.self, from: MessageCodec.encode(value)))
    } catch {
      return .unavailable(message: "the answer could not be written")
    }
  }
}
