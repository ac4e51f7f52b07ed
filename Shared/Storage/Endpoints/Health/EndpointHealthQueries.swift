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
    ).map { row in
      EndpointHealthChange(
        endpointID: try row.decode("endpoint_id"), at: try row.decode("at"),
        from: try row.decodeCase("from_health"), to: try row.decodeCase("to_health"),
        reason: try row.decode("reason", as: String?.self) ?? "", runID: try row.decode("run_id"))
    }
    return Dictionary(grouping: changes, by: \.endpointID)
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
