import Domain
import Postgres

extension APIKey {
  /// The columns that ``init(row:)`` reads, of the table alias `k`.
  static let columns: SQL = "k.id, k.name, k.role, k.created_at, k.expires_at, k.revoked_at, k.last_used_at"

  init(row: Row) throws {
    self.init(
      id: try row.decode("id"), name: try row.decode("name"), role: try row.decodeCase("role"),
      createdAt: try row.decode("created_at"), expiresAt: try row.decode("expires_at"),
      revokedAt: try row.decode("revoked_at"), lastUsedAt: try row.decode("last_used_at"))
  }
}
