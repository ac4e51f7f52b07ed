import AMQP
import Contracts
import JSON
import Messaging

extension AMQPFieldValue {
  private static let longestText = 1_000
  private static let longestBytes = 500
  private static let mostElements = 100
  private static let deepest = 8

  /// The value for people, as JSON that a row can hold. What is too long, too many or too deep is cut with a mark.
  func json(depth: Int = deepest) -> JSONValue {
    guard depth > 0 else { return "…" }
    switch self {
    case .string(let text): return .string(text.storable(Self.longestText))
    case .int(let number): return .int(number)
    case .bool(let value): return .bool(value)
    case .double(let number): return number.isFinite ? .double(number) : .string("\(number)")
    case .timestamp(let date): return .string(Timestamp.format(date))
    case .bytes(let bytes):
      let shown = MessageBody.base64(bytes.prefix(Self.longestBytes))
      return .string(shown + (bytes.count > Self.longestBytes ? "…" : ""))
    case .list(let values):
      let elements = values.prefix(Self.mostElements).map { $0.json(depth: depth - 1) }
      return .array(elements + (values.count > Self.mostElements ? ["…"] : []))
    case .table(let table): return .object(Self.json(table, depth: depth - 1))
    case .void: return .null
    }
  }

  /// A table, by name.
  static func json(_ table: [String: AMQPFieldValue], depth: Int = deepest) -> JSONObject {
    var object: JSONObject = [:]
    let keys = table.keys.sorted()
    for key in keys.prefix(mostElements) { object[key.storable(128)] = table[key]?.json(depth: depth) }
    if keys.count > mostElements { object["…"] = .string("\(keys.count - mostElements) more") }
    return object
  }
}
