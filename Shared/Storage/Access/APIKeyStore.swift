import Domain
import Foundation
import Postgres

/// Writes the keys of the API: the scheduler's alone.
public enum APIKeyStore {
  /// - Parameter digest: SHA-256 of the key's text.
  /// - Returns: the stored row; nil when the id or the digest is taken.
  public static func insert(
    _ key: APIKey, digest: [UInt8], by creator: String, in transaction: PostgresConnection
  ) async throws -> APIKey? {
    try await transaction.query(
      """
      insert into nucleus.api_key as k (id, name, role, digest, created_by, expires_at)
      values (\(key.id), \(key.name), \(key.role.rawValue), \(digest), \(creator), \(key.expiresAt))
      on conflict do nothing returning \(APIKey.columns)
      """
    ).first.map(APIKey.init(row:))
  }

  /// Reads a key and holds it against other writers until the transaction ends.
  public static func lock(_ id: UUID, in transaction: PostgresConnection) async throws -> APIKey? {
    try await transaction.query(
      "select \(APIKey.columns) from nucleus.api_key k where k.id = \(id) for no key update"
    ).first.map(APIKey.init(row:))
  }

  /// Revokes a locked key. One that was revoked before keeps its time.
  public static func revoke(
    _ id: UUID, by revoker: String, in transaction: PostgresConnection
  ) async throws -> APIKey {
    let rows = try await transaction.query(
      """
      update nucleus.api_key k set revoked_at = coalesce(k.revoked_at, clock_timestamp()),
        revoked_by = coalesce(k.revoked_by, \(revoker))
      where k.id = \(id) returning \(APIKey.columns)
      """)
    return try APIKey(row: try rows.only())
  }

  /// Notes uses of keys. Older ones than those already known, and unknown keys, change nothing.
  public static func touch(
    _ uses: [(id: UUID, at: Date)], in database: some PostgresExecutor
  ) async throws {
    guard !uses.isEmpty else { return }
    try await database.execute(
      """
      with used as (
        -- A gateway's clock may be ahead.
        select id, least(max(at), clock_timestamp()) as at
        from unnest(\(uses.map(\.id)), \(uses.map(\.at))) as t (id, at) group by id
      ), held as (
        -- Locked in one order, so that the notes of two gateways cannot deadlock.
        select k.id, used.at from nucleus.api_key k join used using (id)
        where k.last_used_at is null or k.last_used_at < used.at order by k.id for no key update of k
      )
      update nucleus.api_key k set last_used_at = greatest(k.last_used_at, held.at) from held where k.id = held.id
      """)
  }
}
