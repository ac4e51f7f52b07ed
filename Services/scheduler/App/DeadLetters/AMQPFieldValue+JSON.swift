import AMQP
import Contracts
import JSON

extension String {
  /// What a row can hold of a text from anywhere: no NUL characters, and not too long.
  func storable(_ limit: Int) -> String {
    let text = utf8.contains(0) ? replacing("\0", with: "\u{FFFD}") : self
    guard text.utf8.count > limit else { return text }
    // A character may have any number of bytes, so that counting characters would bound nothing.
    var end = text.unicodeScalars.startIndex
    var size = 0
    for index in text.unicodeScalars.indices {
      size += UTF8.width(text.unicodeScalars[index])
      if size > limit { break }
      end = text.unicodeScalars.index(after: index)
    }
    return String(text.unicodeScalars[..<end]) + "…"
  }
}

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
