import Contracts
import JSON

/// The filters of a run as they are stored.
enum RunFilters {
  /// The filters that were asked for, with `schemas` from an override.
  static func merge(_ filters: JSONValue?, _ schemas: [String]?) throws(Refusal) -> JSONValue? {
    let filters = try FiltersRule.check(filters, "filters")
    guard let schemas = try SchemaOverrideRule.check(schemas, "schemaOverride") else { return filters }
    var members = filters?.objectValue ?? [:]
    members["schemas"] = .array(schemas.map { .string($0) })
    return .object(members)
  }
}
