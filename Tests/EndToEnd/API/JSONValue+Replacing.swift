import JSON

extension JSONValue {
  /// The value with one text in place of another, wherever it stands as a value.
  func replacing(_ text: String, with other: String) -> JSONValue {
    switch self {
    case .string(text): .string(other)
    case .array(let elements): .array(elements.map { $0.replacing(text, with: other) })
    case .object(let members): .object(members.mapValues { $0.replacing(text, with: other) })
    default: self
    }
  }
}
