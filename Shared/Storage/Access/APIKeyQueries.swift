import Domain
import Foundation
import Postgres

/// Reads the keys of the API.
public enum APIKeyQueries {
  /// The most keys a list holds.
  static let longest = 10_000

  /// All keys, newest first, expired and revoked ones among them.
  public static func list(in database: some PostgresExecutor) async throws -> [APIKey] {
    try await database.query(
      """
      select \(APIKey.columns) from nucleus.api_key k order by k.created_at desc, k.id desc limit \(longest)
      """
    ).map(APIKey.init(row:))
  }

  /// What a key that claims this id is checked against; nil where there is no such key.
  public static func credential(
    _ id: UUID, in database: some PostgresExecutor
  ) async throws -> APIKeyCredential? {
    try await credentials([id], in: database)[id]
  }

  /// The same for several ids with one statement.
  public static func credentials(
    _ ids: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID: APIKeyCredential] {
    let credentials = try await database.query(
      """
      select id, name, role, digest, expires_at, revoked_at from nucleus.api_key where id = any(\(ids))
      """
    ).map { row in
      APIKeyCredential(
        id: try row.decode("id"), name: try row.decode("name"), role: try row.decodeCase("role"),
        digest: try row.decode("digest"), expiresAt: try row.decode("expires_at"),
        revokedAt: try row.decode("revoked_at"))
    }
    return Dictionary(credentials.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
