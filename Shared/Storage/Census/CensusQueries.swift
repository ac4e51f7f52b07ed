import Domain
import Postgres

/// Looks over the whole platform, for metrics. Each statement reads what an index over active rows alone holds.
public enum CensusQueries {
  public static func runs(_ database: some PostgresExecutor) async throws -> [ActiveRunCount] {
    try await database.query(
      """
      select r.kind, r.status, count(*) as n from nucleus.run r
      where r.status in ('QUEUED', 'RUNNING') group by r.kind, r.status
      """
    ).map { row in
      ActiveRunCount(
        key: .init(kind: try row.decodeCase("kind"), status: try row.decodeCase("status")),
        count: try row.decode("n"))
    }
  }

  public static func delays(_ database: some PostgresExecutor) async throws -> PlatformDelays {
    let rows = try await database.query(
      """
      select
        (select extract(epoch from clock_timestamp() - min(requested_at))::float8 from nucleus.run
         where status = 'QUEUED') as queued,
        (select extract(epoch from clock_timestamp() - min(next_due_at))::float8 from nucleus.schedule_state
         where next_due_at is not null) as overdue,
        (select extract(epoch from clock_timestamp() - min(h.changed_at))::float8 from nucleus.endpoint_health h
           join nucleus.endpoint e on e.id = h.endpoint_id
         where h.health in ('DEGRADED', 'UNAVAILABLE') and h.health = 'UNAVAILABLE' and e.deleted_at is null
        ) as unavailable
      """)
    func seconds(_ column: String) throws -> Double {
      max(0, try rows.first?.decode(column, as: Double?.self) ?? 0)
    }
    return PlatformDelays(
      oldestQueued: try seconds("queued"), overdueSchedule: try seconds("overdue"),
      longestUnavailable: try seconds("unavailable"))
  }
}
