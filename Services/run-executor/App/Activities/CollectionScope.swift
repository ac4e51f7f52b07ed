import Domain
import JSON

/// What part of an endpoint a run collects: the collection's filters, overlaid by those of the run.
struct CollectionScope: Sendable, Equatable {
  /// Nil: no filter.
  let filters: JSONValue?
  /// Nil: as the endpoint is configured.
  let schemas: [String]?

  private static let schemasKey = "schemas"

  init(collection: JSONValue?, run: JSONValue?) {
    var members = collection?.objectValue ?? [:]
    for (key, value) in run?.objectValue ?? [:] { members[key] = value }
    schemas = members.removeValue(forKey: Self.schemasKey)?.arrayValue?.compactMap(\.stringValue)
    members = members.filter { !$0.value.isNull }
    filters = members.isEmpty ? nil : .object(members)
  }

  /// Whether datasets may be missing because nobody asked for them.
  var isLimited: Bool { filters != nil || schemas != nil }
}
