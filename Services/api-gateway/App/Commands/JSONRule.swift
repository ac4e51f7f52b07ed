import Contracts
import JSON

/// How large and deep a JSON value from outside may be, so that every part it passes can bear it.
enum JSONRule {
  static let maximumBytes = 64 * 1_024
  static let maximumDepth = 32

  static func check(_ value: JSONValue, field: String) throws(Refusal) {
    guard isSound(value, depth: 1) else {
      throw .invalid(field, "must nest at most \(maximumDepth) levels and hold no NUL character")
    }
    guard value.encodedBytes.count <= maximumBytes else {
      throw .invalid(field, "must be at most \(maximumBytes) bytes of JSON")
    }
  }

  private static func isSound(_ value: JSONValue, depth: Int) -> Bool {
    switch value {
    case .null, .bool, .int, .double: true
    case .string(let text): !text.utf8.contains(0)
    case .array(let elements):
      depth <= maximumDepth && elements.allSatisfy { isSound($0, depth: depth + 1) }
    case .object(let members):
      depth <= maximumDepth
        && members.allSatisfy { !$0.key.utf8.contains(0) && isSound($0.value, depth: depth + 1) }
    }
  }
}
