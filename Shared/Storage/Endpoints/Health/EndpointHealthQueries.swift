import Domain
import Foundation
import Postgres

/// Reads how endpoints are doing.
public enum EndpointHealthQueries {
  /// The health of each endpoint of which something is known.
  public static func health(
    of endpoints: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID: EndpointHealth] {
    let rows = try await database.query(
      "select endpoint_id, health from nucleus.endpoint_health where endpoint_id = any(\(endpoints))")
    return Dictionary(
      try rows.map { row in
        (try row.decode("endpoint_id", as: UUID.self), try row.decodeCase("health", as: EndpointHealth.self))
      }
    ) { first, _ in first }
  }

  /// The newest changes of each endpoint, newest first.
  /// - Parameter first: the most of each.
  public static func changes(
    of endpoints: [UUID], first: Int, in database: some PostgresExecutor
  ) async throws -> [UUID: [EndpointHealthChange]] {
    let changes = try await database.query(
      """
      select c.* from unnest(\(endpoints)) as asked (id) cross join lateral (
        select h.endpoint_id, h.at, h.from_health, h.to_health, h.reason, h.run_id
        from nucleus.endpoint_health_change h where h.endpoint_id = asked.id
        order by h.sequence desc limit \(first)
      ) c
      """
    ).map(change)
    return Dictionary(grouping: changes, by: \.endpointID)
  }

  /// The changes of one endpoint in a range of time, both ends included, oldest first; of very many the latest.
  public static func changes(
    of endpoint: UUID, from: Date, to: Date, atMost limit: Int = 200, in database: some PostgresExecutor
  ) async throws -> [EndpointHealthChange] {
    try await database.query(
      """
      select endpoint_id, at, from_health, to_health, reason, run_id from nucleus.endpoint_health_change
      where endpoint_id = \(endpoint) and at >= \(from) and at <= \(to)
      order by sequence desc limit \(limit)
      """
    ).map(change).reversed()
  }

  private static func change(_ row: Row) throws -> EndpointHealthChange {
    EndpointHealthChange(
      endpointID: try row.decode("endpoint_id"), at: try row.decode("at"),
      from: try row.decodeCase("from_health"), to: try row.decodeCase("to_health"),
      reason: try row.decode("reason", as: String?.self) ?? "", runID: try row.decode("run_id"))
  }

  /// How many endpoints are in each of the states that call for attention.
  public static func illCounts(_ database: some PostgresExecutor) async throws -> [EndpointHealth: Int] {
    let rows = try await database.query(
      """
      select h.health, count(*) as n from nucleus.endpoint_health h join nucleus.endpoint e on e.id = h.endpoint_id
      where h.health in ('DEGRADED', 'UNAVAILABLE') and e.deleted_at is null group by h.health
      """)
    return Dictionary(
      try rows.map { row in
        (try row.decodeCase("health", as: EndpointHealth.self), try row.decode("n", as: Int.self))
      }
    ) { first, _ in first }
  }
}
