import Domain
import Foundation
import JSON
import Postgres

/// Reads endpoints.
public enum EndpointQueries {
  /// What a list of endpoints holds. A nil member does not restrict it.
  public struct Filter: Sendable {
    public var projectID: String?
    public var capability: String?
    /// Part of a name, source id, URL or description, in any case.
    public var search: String?
    public var includesDeleted = false
    public var kind: String?
    public var isEnabled: Bool?
    public var label: String?
    public var health: EndpointHealth?

    public init() {}

    var conditions: [SQL] {
      var conditions: [SQL] = []
      if !includesDeleted { conditions.append("e.deleted_at is null") }
      if let projectID { conditions.append("e.project_id = \(projectID)") }
      if let capability {
        conditions.append("(e.capabilities is null or \(capability) = any(e.capabilities))")
      }
      if let kind { conditions.append("e.kind = \(kind)") }
      if let isEnabled { conditions.append("e.is_enabled = \(isEnabled)") }
      if let label { conditions.append("e.labels @> \([label])") }
      if let health {
        // An endpoint without a row has not been used yet.
        conditions.append(
          """
          coalesce((select h.health from nucleus.endpoint_health h where h.endpoint_id = e.id), 'UNKNOWN')
            = \(health.rawValue)
          """)
      }
      if let search, !search.isEmpty {
        let pattern = LikePattern.containing(search)
        conditions.append(
          """
          (e.name ilike \(pattern) or e.source_id ilike \(pattern) or e.url ilike \(pattern)
           or e.description ilike \(pattern))
          """)
      }
      return conditions
    }
  }

  public static func find(
    _ ids: [UUID], columns: EndpointColumns = .all, in database: some PostgresExecutor
  ) async throws -> [UUID: Endpoint] {
    let rows = try await database.query(
      "select \(columns.sql) from nucleus.endpoint e where e.id = any(\(ids))")
    return Dictionary(
      try rows.map {
        let endpoint = try Endpoint(row: $0); return (endpoint.id, endpoint)
      }
    ) {
      first, _ in first
    }
  }

  /// The live endpoint of a source id.
  public static func find(sourceID: String, in database: some PostgresExecutor) async throws -> Endpoint? {
    try await database.query(
      "select \(Endpoint.columns) from nucleus.endpoint e where e.source_id = \(sourceID) and e.deleted_at is null"
    ).first.map(Endpoint.init(row:))
  }

  /// - Throws: ``UnknownCursor``.
  public static func list(
    _ filter: Filter, order: ListOrder = .newest, page: Page, columns: EndpointColumns = .all,
    in database: some PostgresExecutor
  ) async throws -> [Endpoint] {
    var conditions = filter.conditions
    if let cursor = page.after {
      conditions.append(try await order.after(cursor, of: "endpoint", alias: "e", in: database))
    }
    return try await database.query(
      """
      select \(columns.sql) from nucleus.endpoint e where \(SQL.all(conditions))
      order by \(order.sql(alias: "e")) limit \(page.first)
      """
    ).map(Endpoint.init(row:))
  }

  /// The ids of all live endpoints.
  public static func liveIDs(_ database: some PostgresExecutor) async throws -> [UUID] {
    try await database.query("select id from nucleus.endpoint where deleted_at is null").map {
      try $0.decode("id")
    }
  }

  /// The ids of the endpoints that were deleted not longer ago than `age`.
  public static func deletedIDs(
    within age: Duration, in database: some PostgresExecutor
  ) async throws -> [UUID] {
    try await database.query(
      """
      select id from nucleus.endpoint
      where deleted_at > clock_timestamp() - \(age.seconds) * interval '1 second'
      """
    ).map { try $0.decode("id") }
  }

  /// The limits of live endpoints.
  /// - Parameter ids: only these; nil: all.
  public static func limits(
    of ids: [UUID]? = nil, in database: some PostgresExecutor
  ) async throws -> [UUID: EndpointLimits] {
    let condition: SQL = ids.map { "and e.id = any(\($0))" } ?? ""
    let rows = try await database.query(
      """
      select e.id, e.parameters -> 'limits' as limits from nucleus.endpoint e
      where e.deleted_at is null \(condition)
      """)
    return Dictionary(
      try rows.map { row in
        let limits = try row.decode("limits", as: JSONValue?.self) ?? .null
        return (try row.decode("id", as: UUID.self), EndpointLimits(parameters: ["limits": limits]))
      }
    ) { first, _ in first }
  }
}
