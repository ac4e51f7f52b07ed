import Postgres

/// The columns of an endpoint that can be large, and that a list leaves in the database where nobody asks for them.
public struct EndpointColumns: OptionSet, Sendable, Hashable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  public static let parameters = EndpointColumns(rawValue: 1)
  public static let all: EndpointColumns = [.parameters]

  /// All columns, of the table alias `e`, with nothing in place of those left out.
  var sql: SQL {
    let parameters: SQL = contains(.parameters) ? "e.parameters" : "'{}'::jsonb as parameters"
    return """
      e.id, e.source_id, e.project_id, e.name, e.description, e.verb, e.url, e.auth_policy, e.domain, e.labels,
      e.kind, \(parameters), e.sealed_fields, e.capabilities, e.is_enabled, e.health, e.detected_version,
      e.version_hint, e.created_at, e.updated_at, e.deleted_at, e.deletion_reason
      """
  }
}
