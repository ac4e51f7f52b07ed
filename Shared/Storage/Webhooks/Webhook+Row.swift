import Domain
import Postgres

extension Webhook {
  /// The columns that ``init(row:)`` reads, of the table alias `w`.
  static let columns: SQL = """
    w.id, w.name, w.url, w.outcomes, w.kinds, w.endpoint_id, w.collection_id, w.is_enabled, w.created_at, w.updated_at,
    w.deleted_at,
    coalesce((select s.failures from nucleus.webhook_state s where s.webhook_id = w.id), 0) as failures,
    (select s.resume_at from nucleus.webhook_state s where s.webhook_id = w.id and s.resume_at > clock_timestamp())
      as resume_at
    """

  init(row: Row) throws {
    self.init(
      id: try row.decode("id"), name: try row.decode("name"), url: try row.decode("url"),
      outcomes: try row.decodeCases("outcomes"), kinds: try row.decodeOptionalCases("kinds"),
      endpointID: try row.decode("endpoint_id"), collectionID: try row.decode("collection_id"),
      isEnabled: try row.decode("is_enabled"), createdAt: try row.decode("created_at"),
      updatedAt: try row.decode("updated_at"), deletedAt: try row.decode("deleted_at"),
      failures: try row.decode("failures"), resumeAt: try row.decode("resume_at"))
  }
}

extension Row {
  /// Decodes a list of texts that hold the raw values of an enumeration.
  fileprivate func decodeCases<Value: RawRepresentable<String>>(
    _ column: String, as _: Value.Type = Value.self
  ) throws -> [Value] {
    try decode(column, as: [String].self).map { text in
      guard let value = Value(rawValue: text) else { throw StoredValueError(column: column, value: text) }
      return value
    }
  }

  fileprivate func decodeOptionalCases<Value: RawRepresentable<String>>(
    _ column: String, as _: Value.Type = Value.self
  ) throws -> [Value]? {
    guard try decode(column, as: [String]?.self) != nil else { return nil }
    return try decodeCases(column)
  }
}
