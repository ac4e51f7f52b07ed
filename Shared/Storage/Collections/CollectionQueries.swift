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

  /// What a list of live collections holds. A nil member does not restrict it.
  public struct Filter: Sendable {
    public var endpointID: UUID?
    public var isEnabled: Bool?
    /// Collections whose endpoint carries it.
    public var label: String?
    /// Part of a name, in any case.
    public var search: String?
    /// Only those with a schedule, or only those without.
    public var hasSchedule: Bool?
    /// Only those whose schedule is paused, or only those with a schedule that is not.
    public var isPaused: Bool?

    public init() {}

    private static let schedule: SQL =
      "(c.schedule_cron is not null or c.schedule_interval_seconds is not null)"

    var conditions: [SQL] {
      var conditions: [SQL] = ["c.deleted_at is null"]
      if let endpointID { conditions.append("c.endpoint_id = \(endpointID)") }
      if let isEnabled { conditions.append("c.is_enabled = \(isEnabled)") }
      if let label {
        conditions.append(
          "c.endpoint_id in (select e.id from nucleus.endpoint e where e.labels @> \([label]))")
      }
      if let search, !search.isEmpty { conditions.append("c.name ilike \(LikePattern.containing(search))") }
      if let hasSchedule { conditions.append(hasSchedule ? Self.schedule : "not \(Self.schedule)") }
      if let isPaused { conditions.append("\(Self.schedule) and c.schedule_is_paused = \(isPaused)") }
      return conditions
    }
  }

  /// Live collections.
  /// - Throws: ``UnknownCursor``.
  public static func list(
    _ filter: Filter, order: ListOrder = .newest, page: Page, in database: some PostgresExecutor
  ) async throws -> [MetadataCollection] {
    var conditions = filter.conditions
    if let cursor = page.after {
      conditions.append(try await order.after(cursor, of: "collection", alias: "c", in: database))
    }
    return try await database.query(
      """
      select \(MetadataCollection.columns) from nucleus.collection c where \(SQL.all(conditions))
      order by \(order.sql(alias: "c")) limit \(page.first)
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
