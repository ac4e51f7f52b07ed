import Domain
import Foundation
import Postgres

/// Reads and writes what schedules wait for: the scheduler's alone.
public enum ScheduleStateStore {
  /// The database's time, which alone decides what is due.
  public static func now(in database: some PostgresExecutor) async throws -> Date {
    let rows = try await database.query("select clock_timestamp() as now")
    return try rows.only().decode("now")
  }

  /// Holds the states of collections, which the caller has locked.
  public static func lock(
    _ collections: [UUID], in transaction: PostgresConnection
  ) async throws -> [UUID: ScheduleState] {
    let states = try await transaction.query(
      """
      select \(ScheduleState.columns) from nucleus.schedule_state s
      where s.collection_id = any(\(collections)) order by s.collection_id for no key update
      """
    ).map(ScheduleState.init(row:))
    return Dictionary(states.map { ($0.collectionID, $0) }) { first, _ in first }
  }

  /// Holds schedules that are due, the longest overdue first. Those that another scheduler, or a change of their
  /// collection, holds are passed over.
  public static func claimDue(
    atMost limit: Int, in transaction: PostgresConnection
  ) async throws -> [ScheduledCollection] {
    try await claim(
      "s.next_due_at <= clock_timestamp()", order: "s.next_due_at", atMost: limit, in: transaction)
  }

  /// Holds schedules of which a fire waits, and no longer for an active run.
  /// - Parameter collections: those to look at; nil: all.
  public static func claimBuffered(
    _ collections: [UUID]?, atMost limit: Int, in transaction: PostgresConnection
  ) async throws -> [ScheduledCollection] {
    let place: SQL = collections.map { "and c.id = any(\($0))" } ?? ""
    return try await claim(
      """
      s.buffered_for is not null \(place) and not exists (
        select from nucleus.run a where a.subject = 'collection:' || c.id and a.status in ('QUEUED', 'RUNNING'))
      """, order: "s.buffered_for", atMost: limit, in: transaction)
  }

  private static func claim(
    _ condition: SQL, order: SQL, atMost limit: Int, in transaction: PostgresConnection
  ) async throws -> [ScheduledCollection] {
    try await transaction.query(
      """
      select \(ScheduledCollection.columns)
      from nucleus.schedule_state s join nucleus.collection c on c.id = s.collection_id
        join nucleus.endpoint e on e.id = c.endpoint_id
      where \(condition) and c.deleted_at is null
      order by \(order) limit \(limit)
      for no key update of s skip locked for share of c skip locked
      """
    ).map(ScheduledCollection.init(row:))
  }

  /// Seconds until the next fire is due, 0 where it is overdue; nil where none will be.
  public static func secondsToNextFire(in database: some PostgresExecutor) async throws -> Double? {
    let rows = try await database.query(
      """
      select greatest(0, extract(epoch from min(next_due_at) - clock_timestamp()))::float8 as seconds
      from nucleus.schedule_state where next_due_at is not null
      """)
    return try rows.first?.decode("seconds", as: Double?.self) ?? nil
  }

  /// Which of the collections have something that waits for the end of a run: a buffered fire, a backfill, or a pause
  /// on failure.
  public static func interested(
    among collections: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID] {
    try await database.query(
      """
      select c.id from nucleus.collection c
      where c.id = any(\(collections)) and (c.schedule_pauses_on_failure
        or exists (select from nucleus.schedule_state s where s.collection_id = c.id and s.buffered_for is not null)
        or exists (select from nucleus.backfill b where b.collection_id = c.id and b.state = 'RUNNING'))
      """
    ).map { try $0.decode("id") }
  }

  /// Writes states as they are now.
  public static func put(_ states: [ScheduleState], in transaction: PostgresConnection) async throws {
    guard !states.isEmpty else { return }
    try await transaction.execute(
      """
      insert into nucleus.schedule_state (collection_id, saved_at, handled_through, next_planned_at, next_due_at,
                                          last_fire_at, buffered_for, active_since)
      select * from unnest(
        \(states.map(\.collectionID)), \(states.map(\.savedAt)), \(states.map(\.handledThrough)),
        \(states.map { $0.next?.plannedAt }), \(states.map { $0.next?.dueAt }), \(states.map(\.lastFireAt)),
        \(states.map(\.bufferedFor)), \(states.map(\.activeSince)))
      on conflict (collection_id) do update set
        saved_at = excluded.saved_at, handled_through = excluded.handled_through,
        next_planned_at = excluded.next_planned_at, next_due_at = excluded.next_due_at,
        last_fire_at = excluded.last_fire_at, buffered_for = excluded.buffered_for,
        active_since = excluded.active_since
      """)
  }

  public static func remove(_ collections: [UUID], in transaction: PostgresConnection) async throws {
    guard !collections.isEmpty else { return }
    try await transaction.execute(
      "delete from nucleus.schedule_state where collection_id = any(\(collections))")
  }
}
