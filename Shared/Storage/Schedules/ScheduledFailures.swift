import Contracts
import Domain
import Foundation
import Postgres

/// The scheduled runs that failed since their schedule became active. A run that was cancelled has not failed.
public enum ScheduledFailures {
  /// Of the aliases `c` and `s`. A run takes a day at most, which bounds how far back the index is read.
  static let condition: SQL = """
    f.collection_id = c.id and f.kind = 'COLLECTION' and f.status = 'FAILED' and f.trigger = 'SCHEDULE'
    and f.error_code <> \(ErrorCode.runCancelled.rawValue) and f.completed_at > s.active_since
    and f.requested_at > s.active_since - interval '2 days'
    """

  static let exists: SQL = "exists (select from nucleus.run f where \(condition))"

  /// A collection whose schedule is to be paused, and the failure that asks for it.
  public struct Finding: Sendable {
    public var collection: MetadataCollection
    public var runID: UUID
    public var errorCode: String
  }

  /// Locks those of the collections whose schedule is active, is to pause on failure, and has failed.
  public static func lock(
    _ collections: [UUID], in transaction: PostgresConnection
  ) async throws -> [Finding] {
    try await transaction.query(
      """
      select \(MetadataCollection.columns), failure.id as failed_run, failure.error_code as failed_code
      from nucleus.collection c join nucleus.schedule_state s on s.collection_id = c.id
        cross join lateral (
          select f.id, f.error_code from nucleus.run f where \(condition) order by f.completed_at desc limit 1
        ) failure
      where c.id = any(\(collections)) and c.deleted_at is null and c.schedule_pauses_on_failure
        and not c.schedule_is_paused
      order by c.id for no key update of c
      """
    ).map { row in
      Finding(
        collection: try MetadataCollection(row: row), runID: try row.decode("failed_run"),
        errorCode: try row.decode("failed_code"))
    }
  }
}
