import Domain
import Postgres

extension Endpoint {
  /// The columns that ``init(row:)`` reads, of the table alias `e`.
  static let columns: SQL = EndpointColumns.all.sql

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
