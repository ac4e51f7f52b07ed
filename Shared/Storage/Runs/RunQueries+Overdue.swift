import Foundation
import Postgres

extension RunQueries {
  /// The endpoints with queued runs whose trigger left the outbox longer ago than `age`, each with the first of its
  /// queued runs.
  ///
  /// An endpoint of which a run is under way elsewhere is left out: its work is in other hands. The cost grows with the
  /// endpoints that have something queued, not with what they have queued.
  /// - Parameter executor: the one that asks.
  public static func overdue(
    after age: Duration, of executor: String, in database: some PostgresExecutor
  ) async throws -> [UUID: UUID] {
    let rows = try await database.query(
      """
      with recursive waiting(endpoint_id) as (
        (select q.endpoint_id from nucleus.run q where q.status = 'QUEUED' order by q.endpoint_id limit 1)
        union all
        -- One step through the index per endpoint.
        select (
          select q.endpoint_id from nucleus.run q
          where q.status = 'QUEUED' and q.endpoint_id > w.endpoint_id order by q.endpoint_id limit 1)
        from waiting w where w.endpoint_id is not null
      )
      select w.endpoint_id, first.id as first
      from waiting w cross join lateral (
        select q.id, q.dispatched_at from nucleus.run q
        where q.endpoint_id = w.endpoint_id and q.status = 'QUEUED' order by q.id limit 1) first
      where first.dispatched_at < clock_timestamp() - \(age.seconds) * interval '1 second'
        -- Both lists are read once and hashed, however many endpoints wait.
        and first.id not in (select o.run_id from nucleus.outbox o where o.run_id is not null and o.journal_of is null)
        and w.endpoint_id not in (
          select a.endpoint_id from nucleus.run a where a.status = 'RUNNING'
            and a.executor <> \(executor) and a.lease_expires_at >= clock_timestamp())
      """)
    return Dictionary(try rows.map { (try $0.decode("endpoint_id"), try $0.decode("first")) }) { first, _ in
      first
    }
  }
}
