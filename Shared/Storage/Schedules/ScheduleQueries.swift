import Domain
import Foundation
import Postgres

/// Reads what schedules wait for.
public enum ScheduleQueries {
  /// The states of the collections that have a schedule.
  public static func states(
    of collections: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID: ScheduleState] {
    let states = try await database.query(
      "select \(ScheduleState.columns) from nucleus.schedule_state s where s.collection_id = any(\(collections))"
    ).map(ScheduleState.init(row:))
    return Dictionary(states.map { ($0.collectionID, $0) }) { first, _ in first }
  }

  /// The schedules that fire next, the soonest first.
  public static func upcoming(
    atMost limit: Int, in database: some PostgresExecutor
  ) async throws -> [ScheduleState] {
    try await database.query(
      """
      select \(ScheduleState.columns) from nucleus.schedule_state s where s.next_due_at is not null
      order by s.next_due_at, s.collection_id limit \(limit)
      """
    ).map(ScheduleState.init(row:))
  }
}
