import Contracts
import Domain
import Foundation
import Postgres

/// From ended runs to deliveries, and from deliveries to messages: the scheduler's part. Any number of schedulers may do
/// so at once; what one holds, the others pass over.
public enum WebhookPlanning {
  /// Somebody is to be sent to a webhook.
  public struct Dispatch: Sendable, Equatable {
    public var webhookID: UUID
    public var fence: Int64
  }

  /// Takes ended runs of which nobody has been told. They are gone when the transaction commits.
  public static func takeOutcomes(
    atMost limit: Int, in transaction: PostgresConnection
  ) async throws -> [EndedRun] {
    try await transaction.query(
      """
      with due as (
        select run_id from nucleus.webhook_outcome order by run_id limit \(limit) for update skip locked
      ), taken as (
        delete from nucleus.webhook_outcome o using due where o.run_id = due.run_id returning o.run_id
      )
      select r.id, r.kind, r.status, r.endpoint_id, r.collection_id, r.completed_at
      from taken join nucleus.run r on r.id = taken.run_id where r.completed_at is not null order by r.id
      """
    ).map { row in
      EndedRun(
        id: try row.decode("id"), kind: try row.decodeCase("kind"), outcome: try row.decodeCase("status"),
        endpointID: try row.decode("endpoint_id"), collectionID: try row.decode("collection_id"),
        completedAt: try row.decode("completed_at"))
    }
  }

  /// Makes a delivery of each notice; one that was made before stays as it is.
  /// - Returns: how many are new.
  @discardableResult
  public static func insert(
    _ notices: [WebhookPlan.Notice], in transaction: PostgresConnection
  ) async throws -> Int {
    guard !notices.isEmpty else { return 0 }
    return try await transaction.execute(
      """
      insert into nucleus.webhook_delivery (id, webhook_id, run_id, event, status, next_attempt_at)
      select t.id, t.webhook_id, t.run_id, t.event, 'PENDING', clock_timestamp()
      from unnest(
        \(notices.map { _ in UUID.v7() }), \(notices.map(\.webhookID)), \(notices.map(\.runID)),
        \(notices.map { WebhookEvent($0.outcome).rawValue })
      ) as t (id, webhook_id, run_id, event)
      on conflict (webhook_id, run_id) do nothing
      """)
  }

  /// Leases webhooks that have something due to whoever takes the messages about them.
  /// - Parameter lease: after it, a webhook whose message was lost, or lies in the queue, is leased anew.
  public static func dispatch(
    lease: Duration, in transaction: PostgresConnection
  ) async throws -> [Dispatch] {
    try await transaction.query(
      """
      with due as (
        select s.webhook_id from nucleus.webhook_state s join nucleus.webhook w on w.id = s.webhook_id
        where w.is_enabled and w.deleted_at is null
          and (s.leased_until is null or s.leased_until < clock_timestamp())
          and (s.resume_at is null or s.resume_at <= clock_timestamp())
          and (
            exists (
              select from nucleus.webhook_delivery d
              where d.webhook_id = s.webhook_id and d.status = 'PENDING' and d.next_attempt_at <= clock_timestamp())
            -- Somebody began a try and is gone.
            or exists (
              select from nucleus.webhook_delivery d
              where d.webhook_id = s.webhook_id and d.status = 'PENDING' and d.fence is not null))
        order by s.webhook_id for no key update of s skip locked
      )
      update nucleus.webhook_state s set fence = s.fence + 1,
        leased_until = clock_timestamp() + \(lease.seconds) * interval '1 second'
      from due where s.webhook_id = due.webhook_id returning s.webhook_id, s.fence
      """
    ).map { Dispatch(webhookID: try $0.decode("webhook_id"), fence: try $0.decode("fence")) }
  }

  /// Whether anybody wants to be told anything, and whether there are ended runs that were not looked at.
  public static func work(
    in database: some PostgresExecutor
  ) async throws -> (webhooks: Bool, outcomes: Bool) {
    let row = try await database.query(
      """
      select exists (select from nucleus.webhook where deleted_at is null and is_enabled) as webhooks,
        exists (select from nucleus.webhook_outcome) as outcomes
      """
    ).only()
    return (try row.decode("webhooks"), try row.decode("outcomes"))
  }

  /// How many deliveries wait, counted up to 10,000, and the age in seconds of the one that has waited longest.
  public static func backlog(
    in database: some PostgresExecutor
  ) async throws -> (count: Int, oldest: Double) {
    let row = try await database.query(
      """
      select (select count(*) from (
          select from nucleus.webhook_delivery where status = 'PENDING' limit 10000) as waiting)::int8 as waiting,
        coalesce(extract(epoch from clock_timestamp() - (
          select min(created_at) from nucleus.webhook_delivery where status = 'PENDING')), 0)::float8 as oldest
      """
    ).only()
    return (try row.decode("waiting"), try row.decode("oldest"))
  }

  /// Gives up what has waited too long.
  /// - Returns: how many.
  public static func expire(
    after age: Duration, atMost limit: Int, in database: some PostgresExecutor
  ) async throws -> Int {
    let hours = Int(age.components.seconds / 3_600)
    return try await database.execute(
      """
      with old as (
        select id from nucleus.webhook_delivery
        where status = 'PENDING' and created_at < clock_timestamp() - \(age.seconds) * interval '1 second'
          -- A series that an operator has ordered runs its course.
          and attempts_before = 0
        order by created_at limit \(limit) for no key update skip locked
      )
      update nucleus.webhook_delivery d set status = 'FAILED', next_attempt_at = null, settled_at = clock_timestamp(),
        error = coalesce(d.error, \("not delivered within \(hours) h"))
      from old where d.id = old.id
      """)
  }

  /// Forgets older deliveries that are settled.
  /// - Returns: how many.
  public static func prune(
    olderThan age: Duration, atMost limit: Int, in database: some PostgresExecutor
  ) async throws -> Int {
    let cutoff: SQL = "now() - \(age.seconds) * interval '1 second'"
    // Ids begin with the time of the process that made them: they lead to what may be old enough.
    return try await database.execute(
      """
      delete from nucleus.webhook_delivery where id in (
        select id from nucleus.webhook_delivery
        where id < rpad(lpad(to_hex((extract(epoch from \(cutoff)) * 1000)::bigint), 12, '0'), 32, '0')::uuid
          and created_at < \(cutoff) and status <> 'PENDING'
        order by id limit \(limit) for update skip locked)
      """)
  }
}
