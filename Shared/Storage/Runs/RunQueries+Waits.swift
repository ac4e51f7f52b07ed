import Domain
import Foundation
import JSON
import Postgres

extension RunQueries {
  /// How many of an endpoint's running runs are named.
  private static let namedRuns = 5

  /// What the runs wait for that are queued among those asked for, however many they are, in one statement.
  public static func waits(
    of runs: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID: RunWait] {
    let waits = try await database.query(
      """
      with asked as (
        select r.id, r.endpoint_id from nucleus.run r where r.id = any(\(runs)) and r.status = 'QUEUED'
      ), queue as (
        -- Ids are in the order in which runs were made.
        select q.id, row_number() over (partition by q.endpoint_id order by q.id) as place
        from nucleus.run q where q.status = 'QUEUED' and q.endpoint_id in (select endpoint_id from asked)
      ), active as (
        select a.endpoint_id, count(*) as active,
          (array_agg(a.id order by a.id))[1:\(Self.namedRuns)] as active_ids
        from nucleus.run a where a.status = 'RUNNING' and a.endpoint_id in (select endpoint_id from asked)
        group by a.endpoint_id
      )
      select asked.id, e.is_enabled, e.parameters -> 'limits' as limits, queue.place,
        case when h.open_until > clock_timestamp() then h.open_until end as open_until,
        coalesce(active.active, 0) as active, coalesce(active.active_ids, '{}') as active_ids
      from asked join queue using (id) join nucleus.endpoint e on e.id = asked.endpoint_id
        left join active on active.endpoint_id = asked.endpoint_id
        left join nucleus.endpoint_health h on h.endpoint_id = asked.endpoint_id
      """
    ).map { row in
      let limits = try row.decode("limits", as: JSONValue?.self) ?? .null
      return RunWait(
        runID: try row.decode("id"), isEndpointEnabled: try row.decode("is_enabled"),
        openUntil: try row.decode("open_until"), active: try row.decode("active"),
        activeIDs: try row.decode("active_ids"),
        limit: EndpointLimits(parameters: ["limits": limits]).maxConcurrentRuns,
        place: try row.decode("place"))
    }
    return Dictionary(waits.map { ($0.runID, $0) }) { first, _ in first }
  }
}
