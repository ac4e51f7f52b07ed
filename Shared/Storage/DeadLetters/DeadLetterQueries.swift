import Contracts
import Foundation
import Postgres

/// Reads dead letters.
public enum DeadLetterQueries {
  /// What a list shows of a body.
  public static let shownInLists = 64 * 1_024

  /// Dead letters that belong together.
  public struct Group: Sendable, Equatable {
    public var reason: DeadLetterReason
    public var endpointID: UUID?
    public var queue: String
    public var count: Int
    public var oldestAt: Date
    public var newestAt: Date
  }

  /// How much waits.
  public struct Backlog: Sendable, Equatable {
    /// Exact up to ``countBound``.
    public var waiting: Int
    /// Seconds since the oldest was filed; 0 where nothing waits.
    public var oldestAge: Double
  }

  /// The largest number that is counted.
  public static let countBound = 100_000
  /// The most groups of an answer.
  public static let groupBound = 1_000

  /// Those that wait for a decision, newest first. The cursor is the id of the last one, which may have been decided
  /// about meanwhile.
  /// - Throws: ``UnknownCursor``.
  public static func list(
    _ filter: DeadLetterFilter, page: Page, in database: some PostgresExecutor
  ) async throws -> [DeadLetter] {
    var conditions = waiting(filter)
    if let cursor = page.after {
      let rows = try await database.query("select 1 from nucleus.dead_letter where id = \(cursor)")
      guard !rows.isEmpty else { throw UnknownCursor(cursor: cursor) }
      conditions.append("d.id < \(cursor)")
    }
    return try await database.query(
      """
      select \(DeadLetter.columns(.first(shownInLists))) from nucleus.dead_letter d
      where \(SQL.all(conditions)) order by d.id desc limit \(page.first)
      """
    ).map(DeadLetter.init(row:))
  }

  /// Also those that have been decided about.
  public static func find(_ id: UUID, in database: some PostgresExecutor) async throws -> DeadLetter? {
    try await database.query(
      "select \(DeadLetter.columns(.stored)) from nucleus.dead_letter d where d.id = \(id)"
    ).first.map(DeadLetter.init(row:))
  }

  /// Those that wait, by reason, endpoint and queue, the largest groups first.
  public static func groups(
    _ filter: DeadLetterFilter, in database: some PostgresExecutor
  ) async throws -> [Group] {
    try await database.query(
      """
      select d.reason, d.endpoint_id, d.queue, count(*)::int8 as count, min(d.at) as oldest_at, max(d.at) as newest_at
      from nucleus.dead_letter d where \(SQL.all(waiting(filter)))
      group by d.reason, d.endpoint_id, d.queue order by count desc, newest_at desc limit \(groupBound)
      """
    ).map { row in
      Group(
        reason: DeadLetterReason(rawValue: try row.decode("reason")) ?? .unknown,
        endpointID: try row.decode("endpoint_id"), queue: try row.decode("queue"),
        count: try row.decode("count"), oldestAt: try row.decode("oldest_at"),
        newestAt: try row.decode("newest_at"))
    }
  }

  public static func backlog(_ database: some PostgresExecutor) async throws -> Backlog {
    let row = try await database.query(
      """
      select (select count(*)::int8 from (
          select from nucleus.dead_letter where status = 'WAITING' limit \(countBound)) as d) as waiting,
        coalesce(extract(epoch from clock_timestamp() - (
          select at from nucleus.dead_letter where status = 'WAITING' order by id limit 1)), 0)::float8 as age
      """
    ).only()
    return Backlog(waiting: try row.decode("waiting"), oldestAge: max(0, try row.decode("age")))
  }

  /// Those of which the journal has no copy although they were filed some time ago, the oldest first.
  public static func unjournaled(
    filedBefore age: Duration, atMost limit: Int, in database: some PostgresExecutor
  ) async throws -> [DeadLetter] {
    try await database.query(
      """
      select \(DeadLetter.columns(.stored)) from nucleus.dead_letter d
      where d.journaled_at is null and d.at < clock_timestamp() - \(age.seconds) * interval '1 second'
      order by d.id limit \(limit)
      """
    ).map(DeadLetter.init(row:))
  }

  /// The conditions on the alias `d`.
  static func waiting(_ filter: DeadLetterFilter) -> [SQL] {
    var conditions: [SQL] = ["d.status = 'WAITING'"]
    if let endpoint = filter.endpointID { conditions.append("d.endpoint_id = \(endpoint)") }
    if let reason = filter.reason { conditions.append("d.reason = \(reason.rawValue)") }
    if let queue = filter.queue { conditions.append("d.queue = \(queue)") }
    if let type = filter.type { conditions.append("d.type = \(type)") }
    return conditions
  }
}
