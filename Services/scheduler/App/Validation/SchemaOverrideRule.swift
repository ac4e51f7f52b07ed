import Contracts

/// The schemas that one run is limited to.
enum SchemaOverrideRule {
  static let maximum = 1_000
  static let maximumBytes = 200

  /// - Returns: nil where the run is not limited.
  static func check(_ schemas: [String]?, _ field: String) throws(Refusal) -> [String]? {
    guard let schemas, !schemas.isEmpty else { return nil }
    guard schemas.count <= maximum else { throw .invalid(field, "must be at most \(maximum) schemas") }
    for schema in schemas {
      guard 1...maximumBytes ~= schema.utf8.count, !schema.utf8.contains(0) else {
        throw .invalid(field, "must hold names of 1 to \(maximumBytes) bytes")
      }
    }
    return schemas
  }
}
