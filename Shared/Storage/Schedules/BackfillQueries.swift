import Domain
import Foundation
import Postgres

/// Reads backfills.
public enum BackfillQueries {
  public static func find(
    _ ids: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID: Backfill] {
    let found = try await database.query(
      "select \(Backfill.columns) from nucleus.backfill b where b.id = any(\(ids))"
    ).map(Backfill.init(row:))
    return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
  }

  /// The newest backfills of each collection, newest first.
  public static func list(
    of collections: [UUID], atMost limit: Int, in database: some PostgresExecutor
  ) async throws -> [UUID: [Backfill]] {
    let found = try await database.query(
      """
      select \(Backfill.columns) from unnest(\(collections)) as asked (id) cross join lateral (
        select * from nucleus.backfill b where b.collection_id = asked.id
        order by b.created_at desc, b.id desc limit \(limit)) b
      order by b.created_at desc, b.id desc
      """
    ).map(Backfill.init(row:))
    return Dictionary(grouping: found, by: \.collectionID)
  }
}
