import Contracts
import Domain
import Foundation
import Postgres

/// Writes the audit log: the scheduler's alone, and nobody's to change.
public enum AuditStore {
  /// The longest text that an entry takes over from outside.
  static let longest = 200

  /// Adds entries to the transaction of what they tell of, in one statement.
  public static func add(_ entries: [NewAuditEntry], to database: some PostgresExecutor) async throws {
    guard !entries.isEmpty else { return }
    try await database.execute(
      """
      insert into nucleus.audit_entry (actor_id, actor_name, actor_role, actor_address, action, object_type,
        object_id, endpoint_id, before, after, outcome, correlation_id)
      select t.* from unnest(
        \(entries.map { clean($0.actor.keyID) }), \(entries.map { clean($0.actor.name) }),
        \(entries.map { Role(rawValue: $0.actor.role)?.rawValue }),
        \(entries.map { $0.actor.address.map(clean) }), \(entries.map { clean($0.action) }),
        \(entries.map(\.objectType)), \(entries.map { $0.objectID.map(clean) }), \(entries.map(\.endpointID)),
        \(entries.map(\.before)), \(entries.map(\.after)), \(entries.map { clean($0.outcome) }),
        \(entries.map { $0.correlationID.map(clean) })
      ) as t
      -- Gives the transaction its number before the entries get theirs: AuditLedger relies on that order.
      cross join pg_current_xact_id()
      """)
  }

  /// No text column takes a NUL, and one command with a strange header must not cost a whole batch.
  private static func clean(_ text: String) -> String {
    let text = text.utf8.contains(0) ? text.replacing("\0", with: "") : text
    return text.utf8.count <= longest ? text : String(text.prefix(longest))
  }
}
