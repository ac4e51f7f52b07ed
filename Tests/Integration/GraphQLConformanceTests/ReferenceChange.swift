import GraphQL
import JSON

/// A change as the reference implementation describes it.
struct ReferenceChange {
  /// What only ours looks at: root types and `@oneOf`.
  static let unknownKinds: Set<SchemaChangeKind> = [.rootTypeChanged, .oneOfAdded]

  let kind: String
  let description: String

  /// - Parameter json: `[kind, description]`
  init?(json: JSONValue) {
    guard let parts = json.arrayValue, parts.count == 2, let kind = parts[0].stringValue,
      let description = parts[1].stringValue
    else { return nil }
    self.kind = kind
    self.description = description
  }

  /// Whether the two are of one kind and about the same part of the schema.
  func isSame(as change: SchemaChange) -> Bool {
    let names = change.coordinate.split { ".(:)@".contains($0) }
    let words = Set(description.split { !($0.isLetter || $0.isNumber || $0 == "_") })
    return change.kind.rawValue == kind && names.allSatisfy(words.contains)
  }
}
