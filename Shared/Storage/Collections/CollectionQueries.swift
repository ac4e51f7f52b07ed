import Domain
import Foundation
import Postgres

/// Reads collections.
public enum CollectionQueries {
  public static func find(
    _ ids: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID: MetadataCollection] {
    let rows = try await database.query(
      "select \(MetadataCollection.columns) from nucleus.collection c where c.id = any(\(ids))")
    return Dictionary(
      try rows.map {
        let collection = try MetadataCollection(row: $0); return (collection.id, collection)
      }
    ) { first, _ in first }
  }

  /// Live collections, newest first.
  /// - Throws: ``UnknownCursor``.
  public static func list(
    endpoint: UUID?, isEnabled: Bool?, page: Page, in database: some PostgresExecutor
  ) async throws -> [MetadataCollection] {
    var conditions: [SQL] = ["c.deleted_at is null"]
    if let endpoint { conditions.append("c.endpoint_id = \(endpoint)") }
    if let isEnabled { conditions.append("c.is_enabled = \(isEnabled)") }
    if let cursor = page.after {
      let at = try await Page.position(of: cursor, in: "nucleus.collection", by: "created_at", database)
      conditions.append("(c.created_at, c.id) < (\(at), \(cursor))")
    }
    return try await database.query(
      """
      select \(MetadataCollection.columns) from nucleus.collection c where \(SQL.all(conditions))
      order by c.created_at desc, c.id desc limit \(page.first)
      """
    ).map(MetadataCollection.init(row:))
  }

  /// The live collections of several endpoints, by name.
  public static func list(
    endpoints: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID: [MetadataCollection]] {
    let rows = try await database.query(
      """
      select \(MetadataCollection.columns) from nucleus.collection c
      where c.endpoint_id = any(\(endpoints)) and c.deleted_at is null order by c.name
      """)
    return Dictionary(grouping: try rows.map(MetadataCollection.init(row:)), by: \.endpointID)
  }

  /// Which of the endpoints ever had a collection, deleted ones included.
  public static func endpointsWithHistory(
    _ endpoints: [UUID], in database: some PostgresExecutor
  ) async throws -> Set<UUID> {
    let rows = try await database.query(
      "select distinct endpoint_id from nucleus.collection where endpoint_id = any(\(endpoints))")
    return try Set(rows.map { try $0.decode("endpoint_id", as: UUID.self) })
  }
}
