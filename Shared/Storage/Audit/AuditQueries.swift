import Contracts
import Domain
import Foundation
import JSON
import Postgres

/// Reads the audit log.
public enum AuditQueries {
  /// What a list holds. A nil member does not restrict it.
  public struct Filter: Sendable {
    /// The id of a key.
    public var actor: String?
    public var action: String?
    public var objectID: String?
    /// Inclusive.
    public var from: Date?
    /// Exclusive.
    public var to: Date?

    public init() {}

    var conditions: [SQL] {
      var conditions: [SQL] = []
      if let actor { conditions.append("a.actor_id = \(actor)") }
      if let action { conditions.append("a.action = \(action)") }
      if let objectID { conditions.append("a.object_id = \(objectID)") }
      // Ids begin with the time of their entry, so that the indexes that end with the id narrow times too. The second
      // of grace is for the moment between the two.
      if let from {
        conditions.append(
          "a.at >= \(from) and a.id >= \(UUID.firstVersion7(at: from.addingTimeInterval(-1)))")
      }
      if let to {
        conditions.append("a.at < \(to) and a.id < \(UUID.firstVersion7(at: to.addingTimeInterval(1)))")
      }
      return conditions
    }
  }

  private static let columns: SQL = """
    a.id, a.at, a.actor_id, a.actor_name, a.actor_role, a.actor_address, a.action, a.object_type, a.object_id,
    a.endpoint_id, a.before, a.after, a.outcome, a.correlation_id
    """

  /// Newest first. The cursor is the id of the last entry.
  /// - Throws: ``UnknownCursor``.
  public static func list(
    _ filter: Filter, page: Page, in database: some PostgresExecutor
  ) async throws -> [AuditEntry] {
    var conditions = filter.conditions
    if let cursor = page.after {
      let rows = try await database.query("select 1 from nucleus.audit_entry where id = \(cursor)")
      guard !rows.isEmpty else { throw UnknownCursor(cursor: cursor) }
      conditions.append("a.id < \(cursor)")
    }
    return try await database.query(
      """
      select \(columns) from nucleus.audit_entry a where \(SQL.all(conditions))
      order by a.id desc limit \(page.first)
      """
    ).map { row in
      AuditEntry(
        id: try row.decode("id"), at: try row.decode("at"), actorID: try row.decode("actor_id"),
        actorName: try row.decode("actor_name"),
        actorRole: try row.decode("actor_role", as: String?.self).flatMap(Role.init(rawValue:)),
        actorAddress: try row.decode("actor_address"), action: try row.decode("action"),
        objectType: try row.decode("object_type"), objectID: try row.decode("object_id"),
        endpointID: try row.decode("endpoint_id"), before: try row.decode("before"),
        after: try row.decode("after"), outcome: try row.decode("outcome"),
        correlationID: try row.decode("correlation_id"))
    }
  }
}
