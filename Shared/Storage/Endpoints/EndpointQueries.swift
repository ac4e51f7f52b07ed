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

    public init() {}
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

  /// Newest first.
  /// - Throws: ``UnknownCursor``.
  public static func list(
    _ filter: Filter, page: Page, columns: EndpointColumns = .all, in database: some PostgresExecutor
  ) async throws -> [Endpoint] {
    var conditions: [SQL] = []
    if !filter.includesDeleted { conditions.append("e.deleted_at is null") }
    if let project = filter.projectID { conditions.append("e.project_id = \(project)") }
    if let capability = filter.capability {
      conditions.append("(e.capabilities is null or \(capability) = any(e.capabilities))")
    }
    if let search = filter.search, !search.isEmpty {
      let pattern = LikePattern.containing(search)
      conditions.append(
        """
        (e.name ilike \(pattern) or e.source_id ilike \(pattern) or e.url ilike \(pattern)
         or e.description ilike \(pattern))
        """)
    }
    if let cursor = page.after {
      let at = try await Page.position(of: cursor, in: "nucleus.endpoint", by: "created_at", database)
      conditions.append("(e.created_at, e.id) < (\(at), \(cursor))")
    }
    return try await database.query(
      """
      select \(columns.sql) from nucleus.endpoint e where \(SQL.all(conditions))
      order by e.created_at desc, e.id desc limit \(page.first)
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
