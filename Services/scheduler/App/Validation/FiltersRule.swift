import Contracts
import JSON

/// The filters of a collection or of one run: a JSON object of bounded size.
enum FiltersRule {
  static let maximumBytes = 65_536
  static let maximumDepth = 32

  static func check(_ filters: JSONValue?, _ field: String) throws(Refusal) -> JSONValue? {
    guard let filters, !filters.isNull else { return nil }
    guard filters.objectValue != nil else { throw .invalid(field, "must be an object") }
    try bounds(filters, field)
    return filters
  }

  /// Bounds any JSON value that is to be stored.
  static func bounds(_ value: JSONValue, _ field: String) throws(Refusal) {
    guard isShallow(value, depth: maximumDepth) else {
      throw .invalid(field, "must not be nested deeper than \(maximumDepth) levels")
    }
    guard value.encodedBytes.count <= maximumBytes else {
      throw .invalid(field, "must be at most \(maximumBytes) bytes of JSON")
    }
    // PostgreSQL cannot store it.
    guard !holdsNUL(value) else { throw .invalid(field, "must not contain NUL characters") }
  }

  private static func isShallow(_ value: JSONValue, depth: Int) -> Bool {
    switch value {
    case .array(let elements): depth > 0 && elements.allSatisfy { isShallow($0, depth: depth - 1) }
    case .object(let members): depth > 0 && members.values.allSatisfy { isShallow($0, depth: depth - 1) }
    default: true
    }
  }

  private static func holdsNUL(_ value: JSONValue) -> Bool {
    switch value {
    case .string(let text): text.utf8.contains(0)
    case .array(let elements): elements.contains(where: holdsNUL)
    case .object(let members):
      members.contains { key, member in key.utf8.contains(0) || holdsNUL(member) }
    default: false
    }
  }
}
