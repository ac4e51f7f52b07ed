import Domain
import Postgres

extension Endpoint {
  /// The columns that ``init(row:)`` reads, of the table alias `e`.
  static let columns: SQL = """
    e.id, e.source_id, e.project_id, e.name, e.description, e.verb, e.url, e.auth_policy, e.domain, e.labels,
    e.kind, e.parameters, e.sealed_fields, e.capabilities, e.is_enabled, e.health, e.detected_version,
    e.version_hint, e.created_at, e.updated_at, e.deleted_at, e.deletion_reason
    """

  init(row: Row) throws {
    self.init(
      id: try row.decode("id"), sourceID: try row.decode("source_id"),
      projectID: try row.decode("project_id"),
      name: try row.decode("name"), description: try row.decode("description"), verb: try row.decode("verb"),
      url: try row.decode("url"), authPolicy: try row.decode("auth_policy"), domain: try row.decode("domain"),
      labels: try row.decode("labels"), kind: try row.decode("kind"),
      parameters: try row.decode("parameters"),
      sealedFields: try row.decode("sealed_fields"), capabilities: try row.decode("capabilities"),
      isEnabled: try row.decode("is_enabled"), health: try row.decodeCase("health"),
      detectedVersion: try row.decode("detected_version"), versionHint: try row.decode("version_hint"),
      createdAt: try row.decode("created_at"), updatedAt: try row.decode("updated_at"),
      deletedAt: try row.decode("deleted_at"), deletionReason: try row.decode("deletion_reason"))
  }
}
