import Domain
import Foundation
import Postgres

/// Writes backfills: the scheduler's alone.
public enum BackfillStore {
  /// The next run that a backfill is to make.
  public struct Step: Sendable {
    public var backfillID: UUID
    public var collectionID: UUID
    public var endpointID: UUID
    public var plannedAt: Date
    public var requestedBy: String
  }

  public static func add(
    _ backfill: Backfill, times: [Date], in transaction: PostgresConnection
  ) async throws -> Backfill {
    let rows = try await transaction.query(
      """
      insert into nucleus.backfill as b (id, collection_id, range_from, range_to, times, state, requested_by,
                                         ended_at)
      values (\(backfill.id), \(backfill.collectionID), \(backfill.from), \(backfill.to), \(times),
              \(backfill.state.rawValue), \(backfill.requestedBy), \(backfill.endedAt))
      returning \(Backfill.columns)
      """)
    return try Backfill(row: try rows.only())
  }

  public static func lock(_ id: UUID, in transaction: PostgresConnection) async throws -> Backfill? {
    try await transaction.query(
      "select \(Backfill.columns) from nucleus.backfill b where b.id = \(id) for no key update"
    ).first.map(Backfill.init(row:))
  }

  /// Holds the backfills whose next run nothing is in the way of: no active run of the collection, and no fire that
  /// waits for one. The oldest of each collection comes first.
  /// - Parameter collections: those to look at; nil: all.
  public static func claim(
    _ collections: [UUID]?, atMost limit: Int, in transaction: PostgresConnection
  ) async throws -> [Step] {
    let place: SQL = collections.map { "and c.id = any(\($0))" } ?? ""
    return try await transaction.query(
      """
      select b.id, b.collection_id, c.endpoint_id, b.times[b.made + 1] as planned_at, b.requested_by
      from nucleus.backfill b join nucleus.collection c on c.id = b.collection_id
        join nucleus.endpoint e on e.id = c.endpoint_id
      where b.state = 'RUNNING' and c.deleted_at is null and c.is_enabled and e.is_enabled \(place)
        and not exists (
          select from nucleus.backfill o where o.collection_id = b.collection_id and o.state = 'RUNNING'
            and (o.created_at, o.id) < (b.created_at, b.id))
        and not exists (
          select from nucleus.schedule_state s where s.collection_id = c.id and s.buffered_for is not null)
        and not exists (
          select from nucleus.run a where a.subject = 'collection:' || c.id and a.status in ('QUEUED', 'RUNNING'))
      order by b.created_at limit \(limit)
      for no key update of b skip locked for share of c skip locked
      """
    ).map { row in
      Step(
        backfillID: try row.decode("id"), collectionID: try row.decode("collection_id"),
        endpointID: try row.decode("endpoint_id"), plannedAt: try row.decode("planned_at"),
        requestedBy: try row.decode("requested_by"))
    }
  }

  /// Counts a run that was made; with its last one a backfill is done.
  public static func advance(_ ids: [UUID], in transaction: PostgresConnection) async throws {
    guard !ids.isEmpty else { return }
    try await transaction.execute(
      """
      update nucleus.backfill b set made = b.made + 1,
        state = case when b.made + 1 = cardinality(b.times) then 'DONE' else b.state end,
        ended_at = case when b.made + 1 = cardinality(b.times) then clock_timestamp() end
      where b.id = any(\(ids))
      """)
  }

  /// Ends those of the backfills that still run.
  public static func cancel(
    where condition: Scope, reason: String, in transaction: PostgresConnection
  ) async throws {
    try await transaction.execute(
      """
      update nucleus.backfill b set state = 'CANCELLED', ended_at = clock_timestamp(), end_reason = \(reason)
      where b.state = 'RUNNING' and \(condition.sql)
      """)
  }

  /// Which backfills to end.
  public enum Scope: Sendable {
    case backfill(UUID)
    case collections([UUID])

    fileprivate var sql: SQL {
      switch self {
      case .backfill(let id): "b.id = \(id)"
      case .collections(let ids): "b.collection_id = any(\(ids))"
      }
    }
  }
}
